#pragma once

#include "core/model/likelihood.h"

namespace latentscape {

/// Yes or no with logit l: −log p = max(l, 0) − l x + log(1 + e^{−|l|}). On grey values between 0 and 1 this
/// is no likelihood but a usual loss for images: call its unit pseudo-nats.
class BernoulliLikelihood final : public Likelihood {
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
