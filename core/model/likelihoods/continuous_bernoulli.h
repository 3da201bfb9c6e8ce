#pragma once

#include "core/model/likelihood.h"

namespace latentscape {

/// A number in [0, 1], such as a grey value, with logit l = log(λ/(1 − λ)): p = C(λ) λˣ (1 − λ)¹⁻ˣ, the
/// density that Bernoulli's loss on such values lacks a constant to be (Loaiza-Ganem & Cunningham 2019, "The
/// continuous Bernoulli: fixing a pervasive error in variational autoencoders").
///
/// Their C(λ) = 2 artanh(1 − 2λ)/(1 − 2λ) is l/tanh(l/2) in terms of the logit, so that p = l e^{lx}/(eˡ −
/// 1). With a = |l| and y = x for l ≤ 0, y = 1 − x for l > 0: −log p = a y + log((1 − e^{−a})/a), which
/// overflows nowhere. Near l = 0 its Taylor expansion takes over.
class ContinuousBernoulliLikelihood final : public Likelihood {
public:
    using Likelihood::Likelihood;

    void initialise(const FeatureStatistics& statistics, VectorRef bias, VectorRef noise) const override;
    void negativeLogLikelihood(const ConstMatrixRef& x, const ConstMatrixRef& mask, const ConstMatrixRef& raw,
                               const ConstVectorRef& noise, MatrixRef terms) const override;
    void backward(const ConstMatrixRef& x, const ConstMatrixRef& mask, const ConstMatrixRef& raw,
                  const ConstVectorRef& noise, const ConstVectorRef& rowScale, MatrixRef rawGradient,
                  VectorRef noiseGradient) const override;
    void information(const ConstMatrixRef& raw, const ConstVectorRef& noise,
                     MatrixRef information) const override;
    void expectation(const ConstMatrixRef& raw, MatrixRef mean) const override;
    void expectationSlope(const ConstVectorRef& raw, const ConstVectorRef& rawSlope,
                          VectorRef meanSlope) const override;
    void quantile(const ConstVectorRef& raw, const ConstVectorRef& noise, double share,
                  VectorRef x) const override;
    void sample(const ConstVectorRef& raw, const ConstVectorRef& noise, RandomSequence& random,
                VectorRef x) const override;
};

}  // namespace latentscape
