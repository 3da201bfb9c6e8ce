#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/support/matrix.h"

namespace latentscape {

/// A run of consecutive encoded features that share one likelihood.
struct LikelihoodBlock {
    /// `gaussian`, `bernoulli`, `categorical`: see makeLikelihood.
    std::string likelihood;
    Index firstFeature = 0;
    Index features = 0;
    /// Smallest σ of each feature, in encoded units; used by likelihoods with learned noise.
    std::vector<double> noiseFloor;
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

    /// Raw decoder outputs a row.
    virtual Index rawOutputs() const { return features(); }
    /// Learned numbers that belong to the block and not to a row.
    virtual Index noiseParameters() const { return 0; }

    /// Sets the decoder's output bias and the noise to the best model that ignores z: each feature's
    /// marginal.
    virtual void initialise(const FeatureStatistics& statistics, VectorRef bias, VectorRef noise) const = 0;

    /// Adds −log p(x | z) in nats, summed over the block's features, to `total` (one entry a row).
    virtual void addNegativeLogLikelihood(const ConstMatrixRef& x, const ConstMatrixRef& mask,
                                          const ConstMatrixRef& raw, const ConstVectorRef& noise,
                                          RowTotals& total) const = 0;

    /// Overwrites rawGradient (rawOutputs() × rows) with scale · ∂(−log p)/∂raw and adds
    /// scale · Σ_rows ∂(−log p)/∂noise to noiseGradient.
    virtual void backward(const ConstMatrixRef& x, const ConstMatrixRef& mask, const ConstMatrixRef& raw,
                          const ConstVectorRef& noise, Scalar scale, MatrixRef rawGradient,
                          VectorRef noiseGradient) const = 0;

    /// E[x | z] in encoded units, features × rows: means, or probabilities.
    virtual void expectation(const ConstMatrixRef& raw, MatrixRef mean) const = 0;

private:
    LikelihoodBlock m_block;
};

/// The one place where likelihoods are registered by name. Throws std::invalid_argument for a name that is
/// none.
std::unique_ptr<const Likelihood> makeLikelihood(LikelihoodBlock block);
std::vector<std::string_view> likelihoodNames();

}  // namespace latentscape
