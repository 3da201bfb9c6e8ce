#pragma once

#include <memory>
#include <vector>

#include "core/data/preprocessor.h"
#include "core/training/snapshot.h"

namespace latentscape {

/// Share of p(x | z) that the interval of a predicted number holds.
inline constexpr double kPredictiveShare = 0.9;

/// One cell of a decoded place, in original units.
struct PredictedCell {
    DecodedCell decoded;
    /// Central predictive interval of a number: the quantiles of p(x | z) at 5 % and 95 %, exact and not
    /// drawn. Of a column without hasPredictiveInterval(), the value twice.
    double lower = 0;
    double upper = 0;
};

/// Whether the model says how far the column's numbers scatter about their mean. What a Bernoulli likelihood
/// describes is 0 or 1; of a grey value in between it knows the mean alone.
bool hasPredictiveInterval(const EncodedColumn& column);

/// What the model finds at one place of latent space.
struct DecodedPlace {
    /// One for each of the preprocessor's columns.
    std::vector<PredictedCell> cells;
    /// E[x | z] in encoded units.
    Vector expectation;
};

/// The probability of each category of a column at a decoded place, in the order of its categories; of a
/// column that never varies, 1 for the one that it has. Empty for numbers.
std::vector<double> categoryProbabilities(const EncodedColumn& column, const ConstVectorRef& expectation);

/// Decodes places of latent space into cells in original units. It carries its own scratch, so that decoding
/// allocates next to nothing; one thread at a time.
class LatentDecoder {
public:
    LatentDecoder(std::shared_ptr<const Preprocessor> preprocessor,
                  std::shared_ptr<const ModelSnapshot> model);

    const Preprocessor& preprocessor() const { return *m_preprocessor; }
    const ModelSnapshot& model() const { return *m_model; }
    Index latent() const { return m_model->vae->latent(); }

    /// The same numbers, to the last bit, as reconstructRow() gives for a row whose mean lies there.
    DecodedPlace decode(const ConstVectorRef& z);

    /// E[x | z] and its cells alone.
    std::vector<DecodedCell> cells(const ConstVectorRef& z);

private:
    void expect(const ConstVectorRef& z);

    std::shared_ptr<const Preprocessor> m_preprocessor;
    std::shared_ptr<const ModelSnapshot> m_model;
    VaeWorkspace m_workspace;
    Vector m_expectation;
    Vector m_lower;
    Vector m_upper;
};

}  // namespace latentscape
