#pragma once

#include "core/model/likelihoods/counts.h"

namespace latentscape {

/// Counts whose variance is their mean: −log p = e^η − kη + log k!.
class PoissonLikelihood final : public CountLikelihood {
public:
    using CountLikelihood::CountLikelihood;

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
};

}  // namespace latentscape
