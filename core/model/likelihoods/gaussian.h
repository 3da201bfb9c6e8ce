#pragma once

#include "core/model/likelihood.h"
#include "core/model/likelihoods/strip.h"

namespace latentscape {

/// Numbers with learned noise: x ~ N(m, σ²), m the raw output, log σ² one learned number a feature.
/// −log p = ½ [log 2π + log σ² + (x − m)² / σ²]. log σ² is kept between the feature's noise floor and 5.
class GaussianLikelihood final : public Likelihood {
public:
    using Likelihood::Likelihood;

    Index noiseParameters() const override { return features(); }
    void initialise(const FeatureStatistics& statistics, VectorRef bias, VectorRef noise) const override;
    void addNegativeLogLikelihood(const ConstMatrixRef& x, const ConstMatrixRef& mask,
                                  const ConstMatrixRef& raw, const ConstVectorRef& noise,
                                  RowTotals& total) const override;
    void backward(const ConstMatrixRef& x, const ConstMatrixRef& mask, const ConstMatrixRef& raw,
                  const ConstVectorRef& noise, Scalar scale, MatrixRef rawGradient,
                  VectorRef noiseGradient) const override;
    void expectation(const ConstMatrixRef& raw, MatrixRef mean) const override;

private:
    /// log σ² of a feature as it counts: inside its bounds.
    Scalar boundedLogVariance(Index feature, Scalar logVariance) const;
    /// The same for the strip of features that begins at `first`.
    Strip boundedLogVariances(const ConstVectorRef& noise, Index first) const;
};

}  // namespace latentscape
