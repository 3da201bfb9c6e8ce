#include "core/model/likelihoods/bernoulli.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "core/model/strip.h"

namespace latentscape {

void BernoulliLikelihood::initialise(const FeatureStatistics& statistics, VectorRef bias, VectorRef) const {
    for (Index i = 0; i < features(); ++i) {
        const Scalar p =
            std::clamp(statistics.mean[block().firstFeature + i], Scalar(1e-3), Scalar(1 - 1e-3));
        bias[i] = std::log(p / (Scalar(1) - p));
    }
}

void BernoulliLikelihood::negativeLogLikelihood(const ConstMatrixRef& x, const ConstMatrixRef& mask,
                                                const ConstMatrixRef& raw, const ConstVectorRef&,
                                                MatrixRef terms) const {
    terms.array() = raw.array().max(Scalar(0)) - raw.array() * x.array() + (-raw.array().abs()).exp().log1p();
    zeroMissing(mask, terms);
}

void BernoulliLikelihood::backward(const ConstMatrixRef& x, const ConstMatrixRef& mask,
                                   const ConstMatrixRef& raw, const ConstVectorRef&,
                                   const ConstVectorRef& rowScale, MatrixRef rawGradient, VectorRef) const {
    for (Index row = 0; row < x.cols(); ++row)
        rawGradient.col(row).array() = rowScale[row] * (raw.col(row).array().logistic() - x.col(row).array());
    zeroMissing(mask, rawGradient);
}

void BernoulliLikelihood::information(const ConstMatrixRef& raw, const ConstVectorRef&,
                                      MatrixRef information) const {
    information.array() = raw.array().logistic() * (Scalar(1) - raw.array().logistic());
}

void BernoulliLikelihood::expectation(const ConstMatrixRef& raw, MatrixRef mean) const {
    mean.array() = raw.array().logistic();
}

void BernoulliLikelihood::expectationSlope(const ConstVectorRef& raw, const ConstVectorRef& rawSlope,
                                           VectorRef meanSlope) const {
    meanSlope.array() = rawSlope.array() * raw.array().logistic() * (Scalar(1) - raw.array().logistic());
}

void BernoulliLikelihood::quantile(const ConstVectorRef& raw, const ConstVectorRef&, double share,
                                   VectorRef x) const {
    x.array() = ((-raw.array()).logistic() >= Scalar(share))
                    .select(Vector::Zero(features()).array(), Vector::Ones(features()).array());
}

void BernoulliLikelihood::sample(const ConstVectorRef& raw, const ConstVectorRef&, RandomSequence& random,
                                 VectorRef x) const {
    for (Index i = 0; i < features(); ++i)
        x[i] = Scalar(std::bernoulli_distribution(1 / (1 + std::exp(-double(raw[i]))))(random));
}

}  // namespace latentscape
