#include "core/model/likelihoods/categorical.h"

#include <algorithm>
#include <cmath>

namespace latentscape {
namespace {

bool isMissing(const ConstMatrixRef& mask, Index row) {
    return mask.size() != 0 && !(mask(0, row) > Scalar(0));
}

}  // namespace

void CategoricalLikelihood::initialise(const FeatureStatistics& statistics, VectorRef bias, VectorRef) const {
    for (Index i = 0; i < features(); ++i)
        bias[i] = std::log(std::max(statistics.mean[block().firstFeature + i], Scalar(1e-3)));
}

void CategoricalLikelihood::addNegativeLogLikelihood(const ConstMatrixRef& x, const ConstMatrixRef& mask,
                                                     const ConstMatrixRef& raw, const ConstVectorRef&,
                                                     RowTotals& total) const {
    for (Index row = 0; row < x.cols(); ++row) {
        if (isMissing(mask, row))
            continue;
        const Scalar largest = raw.col(row).maxCoeff();
        const Scalar logSum = largest + std::log((raw.col(row).array() - largest).exp().sum());
        total[row] += double(logSum - x.col(row).dot(raw.col(row)));
    }
}

void CategoricalLikelihood::backward(const ConstMatrixRef& x, const ConstMatrixRef& mask,
                                     const ConstMatrixRef& raw, const ConstVectorRef&, Scalar scale,
                                     MatrixRef rawGradient, VectorRef) const {
    expectation(raw, rawGradient);
    for (Index row = 0; row < x.cols(); ++row) {
        if (isMissing(mask, row))
            rawGradient.col(row).setZero();
        else
            rawGradient.col(row) = scale * (rawGradient.col(row) - x.col(row));
    }
}

void CategoricalLikelihood::expectation(const ConstMatrixRef& raw, MatrixRef mean) const {
    for (Index row = 0; row < raw.cols(); ++row) {
        mean.col(row).array() = (raw.col(row).array() - raw.col(row).maxCoeff()).exp();
        mean.col(row) /= mean.col(row).sum();
    }
}

}  // namespace latentscape
