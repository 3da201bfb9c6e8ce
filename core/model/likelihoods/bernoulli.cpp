#include "core/model/likelihoods/bernoulli.h"

#include <algorithm>
#include <cmath>

#include "core/model/likelihoods/strip.h"

namespace latentscape {

void BernoulliLikelihood::initialise(const FeatureStatistics& statistics, VectorRef bias, VectorRef) const {
    for (Index i = 0; i < features(); ++i) {
        const Scalar p =
            std::clamp(statistics.mean[block().firstFeature + i], Scalar(1e-3), Scalar(1 - 1e-3));
        bias[i] = std::log(p / (Scalar(1) - p));
    }
}

void BernoulliLikelihood::addNegativeLogLikelihood(const ConstMatrixRef& x, const ConstMatrixRef& mask,
                                                   const ConstMatrixRef& raw, const ConstVectorRef&,
                                                   RowTotals& total) const {
    for (Index row = 0; row < x.cols(); ++row) {
        for (Index first = 0; first < features(); first += kStrip) {
            const Index count = std::min(kStrip, features() - first);
            const Strip logit = raw.col(row).segment(first, count).array();
            Strip term = logit.max(Scalar(0)) - logit * x.col(row).segment(first, count).array() +
                         (-logit.abs()).exp().log1p();
            zeroMissing(mask, row, first, term);
            total[row] += double(term.sum());
        }
    }
}

void BernoulliLikelihood::backward(const ConstMatrixRef& x, const ConstMatrixRef& mask,
                                   const ConstMatrixRef& raw, const ConstVectorRef&, Scalar scale,
                                   MatrixRef rawGradient, VectorRef) const {
    rawGradient.array() = scale * (raw.array().logistic() - x.array());
    if (mask.size() != 0)
        rawGradient = (mask.array() > Scalar(0)).select(rawGradient, Scalar(0));
}

void BernoulliLikelihood::expectation(const ConstMatrixRef& raw, MatrixRef mean) const {
    mean.array() = raw.array().logistic();
}

}  // namespace latentscape
