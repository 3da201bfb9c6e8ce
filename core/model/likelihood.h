#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/support/matrix.h"
#include "core/support/random.h"

namespace latentscape {

/// What the noise width σ of a number depends on.
enum class NoiseForm {
    Fixed,    ///< nothing: σ = 1 in encoded units
    Shared,   ///< one learned number for all features of the block
    Feature,  ///< one learned number a feature
    Row,      ///< the decoder tells it for each row and feature
};

/// Names in the order of the enumeration.
inline constexpr std::array<std::string_view, 4> kNoiseFormNames{"fixed", "shared", "feature", "row"};
/// Throws std::invalid_argument for a name that is none.
NoiseForm noiseFormFromString(std::string_view name);

/// How the encoder sees a count k, and how large counts get: (log(1 + k) − shift) / scale.
struct CountScale {
    double shift = 0;
    double scale = 1;
    double largest = 0;
};

/// A run of consecutive encoded features that share one likelihood.
struct LikelihoodBlock {
    /// A name of likelihoodNames().
    std::string likelihood;
    Index firstFeature = 0;
    Index features = 0;
    /// Smallest σ of each feature, in encoded units; used by likelihoods with learned noise.
    std::vector<double> noiseFloor = {};
    /// Used by the same.
    NoiseForm noise = NoiseForm::Feature;
    /// One a feature; used by likelihoods of counts.
    std::vector<CountScale> counts = {};
};

/// Mean and variance of each encoded feature over the training rows (missing cells left out).
struct FeatureStatistics {
    Vector mean;
    Vector variance;
};

/// p(x | z) of one block of features, given the decoder's raw output.
///
/// Shapes: x and mask are features × rows, raw is rawOutputs() × rows, noise is noiseParameters(). The mask
/// is 1 where a cell is present and 0 where it is missing, or empty (0 × 0) when nothing is missing. Values
/// under the mask change no result, whatever they are.
class Likelihood {
public:
    explicit Likelihood(LikelihoodBlock block) : m_block(std::move(block)) {}
    virtual ~Likelihood() = default;

    const LikelihoodBlock& block() const { return m_block; }
    Index features() const { return m_block.features; }

    /// Raw decoder outputs a row. The first features() of them place each feature (mean, logit, log-rate);
    /// any others give its width.
    virtual Index rawOutputs() const { return features(); }
    /// Learned numbers that belong to the block and not to a row.
    virtual Index noiseParameters() const { return 0; }

    /// Whether the placing outputs are E[x | z] itself, so that the loadings of a linear model can stand for
    /// them.
    virtual bool placesMean() const { return false; }

    /// Sets the decoder's output bias and the noise to the best model that ignores z: each feature's
    /// marginal.
    virtual void initialise(const FeatureStatistics& statistics, VectorRef bias, VectorRef noise) const = 0;

    /// Whether the encoder sees something else than x itself.
    virtual bool transformsInput() const { return false; }
    /// What it sees, in place; only called if transformsInput().
    virtual void transformInput(MatrixRef) const {}

    /// Overwrites terms (features × rows) with −log p(x | z) in nats; 0 where a cell is missing. A term of
    /// several features (one-hot) stands at the first of them.
    virtual void negativeLogLikelihood(const ConstMatrixRef& x, const ConstMatrixRef& mask,
                                       const ConstMatrixRef& raw, const ConstVectorRef& noise,
                                       MatrixRef terms) const = 0;

    /// With rowScale (one entry a row): overwrites rawGradient (rawOutputs() × rows) with
    /// rowScale · ∂(−log p)/∂raw and adds Σ_rows rowScale · ∂(−log p)/∂noise to noiseGradient.
    virtual void backward(const ConstMatrixRef& x, const ConstMatrixRef& mask, const ConstMatrixRef& raw,
                          const ConstVectorRef& noise, const ConstVectorRef& rowScale, MatrixRef rawGradient,
                          VectorRef noiseGradient) const = 0;

    /// Fisher information of the raw outputs that place the features, features × rows: E[∂²(−log p)/∂raw²].
    virtual void information(const ConstMatrixRef& raw, const ConstVectorRef& noise,
                             MatrixRef information) const = 0;

    /// E[x | z] in encoded units, features × rows: means, or probabilities.
    virtual void expectation(const ConstMatrixRef& raw, MatrixRef mean) const = 0;

    /// σ of each feature for one row, in encoded units, for likelihoods with placesMean(); 0 for others. raw
    /// is rawOutputs(), widths features().
    virtual void noiseWidths(const ConstVectorRef&, const ConstVectorRef&, VectorRef widths) const {
        widths.setZero();
    }

    /// How E[x | z] changes along `rawSlope`, for one row: rawSlope · ∂E[x | z]/∂raw. raw and rawSlope are
    /// rawOutputs(), meanSlope features().
    virtual void expectationSlope(const ConstVectorRef& raw, const ConstVectorRef& rawSlope,
                                  VectorRef meanSlope) const = 0;

    /// For one row, the smallest x of each feature with P(X ≤ x | z) ≥ share, in encoded units; 0 < share
    /// < 1. One-hot features have no order: 0 for them.
    virtual void quantile(const ConstVectorRef& raw, const ConstVectorRef& noise, double share,
                          VectorRef x) const = 0;

    /// Draws x ~ p(x | z) for one row; raw is rawOutputs(), x features().
    virtual void sample(const ConstVectorRef& raw, const ConstVectorRef& noise, RandomSequence& random,
                        VectorRef x) const = 0;

private:
    LikelihoodBlock m_block;
};

/// The one place where likelihoods are registered by name. Throws std::invalid_argument for a name that is
/// none.
std::unique_ptr<const Likelihood> makeLikelihood(LikelihoodBlock block);
std::vector<std::string_view> likelihoodNames();

}  // namespace latentscape
