#pragma once

#include "core/model/likelihoods/counts.h"

namespace latentscape {

/// Counts that vary more than their mean μ = e^η tells: Var[k] = μ + μ²/r, with one learned q = log r a
/// feature; a Poisson distribution whose rate is Gamma-distributed, and Poisson's own as r grows. With
/// d = η − q (the log-odds of an event against a stop),
/// −log p = log Γ(r) + log k! − log Γ(k + r) + r softplus(d) + k softplus(−d).
///
/// q is kept between −5 and 12.
class NegativeBinomialLikelihood final : public CountLikelihood {
public:
    using CountLikelihood::CountLikelihood;

    Index noiseParameters() const override { return features(); }
    /// q by moments: r = μ²/(Var − μ).
    void initialise(const FeatureStatistics& statistics, VectorRef bias, VectorRef noise) const override;
    void negativeLogLikelihood(const ConstMatrixRef& x, const ConstMatrixRef& mask, const ConstMatrixRef& raw,
                               const ConstVectorRef& noise, MatrixRef terms) const override;
    void backward(const ConstMatrixRef& x, const ConstMatrixRef& mask, const ConstMatrixRef& raw,
                  const ConstVectorRef& noise, const ConstVectorRef& rowScale, MatrixRef rawGradient,
                  VectorRef noiseGradient) const override;
    void information(const ConstMatrixRef& raw, const ConstVectorRef& noise,
                     MatrixRef information) const override;
    void quantile(const ConstVectorRef& raw, const ConstVectorRef& noise, double share,
                  VectorRef x) const override;
    void sample(const ConstVectorRef& raw, const ConstVectorRef& noise, RandomSequence& random,
                VectorRef x) const override;

    /// r of each feature for the learned q.
    Vector sizes(const ConstVectorRef& noise) const;
};

}  // namespace latentscape
