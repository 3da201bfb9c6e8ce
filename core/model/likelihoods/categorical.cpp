#include "core/model/likelihoods/categorical.h"

#include <algorithm>
#include <cmath>
#include <random>

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

void CategoricalLikelihood::negativeLogLikelihood(const ConstMatrixRef& x, const ConstMatrixRef& mask,
                                                  const ConstMatrixRef& raw, const ConstVectorRef&,
                                                  MatrixRef terms) const {
    terms.setZero();
    for (Index row = 0; row < x.cols(); ++row) {
        if (isMissing(mask, row))
            continue;
        const Scalar largest = raw.col(row).maxCoeff();
        const Scalar logSum = largest + std::log((raw.col(row).array() - largest).exp().sum());
        terms(0, row) = logSum - x.col(row).dot(raw.col(row));
    }
}

void CategoricalLikelihood::backward(const ConstMatrixRef& x, const ConstMatrixRef& mask,
                                     const ConstMatrixRef& raw, const ConstVectorRef&,
                                     const ConstVectorRef& rowScale, MatrixRef rawGradient, VectorRef) const {
    expectation(raw, rawGradient);
    for (Index row = 0; row < x.cols(); ++row) {
        if (isMissing(mask, row))
            rawGradient.col(row).setZero();
        else
            rawGradient.col(row) = rowScale[row] * (rawGradient.col(row) - x.col(row));
    }
}

void CategoricalLikelihood::information(const ConstMatrixRef& raw, const ConstVectorRef&,
                                        MatrixRef information) const {
    expectation(raw, information);
    information.array() *= Scalar(1) - information.array();
}

void CategoricalLikelihood::expectation(const ConstMatrixRef& raw, MatrixRef mean) const {
    for (Index row = 0; row < raw.cols(); ++row) {
        mean.col(row).array() = (raw.col(row).array() - raw.col(row).maxCoeff()).exp();
        mean.col(row) /= mean.col(row).sum();
    }
}

void CategoricalLikelihood::expectationSlope(const ConstVectorRef& raw, const ConstVectorRef& rawSlope,
                                             VectorRef meanSlope) const {
    expectation(raw, meanSlope);
    const Scalar common = meanSlope.dot(rawSlope);
    meanSlope.array() *= rawSlope.array() - common;
}

void CategoricalLikelihood::quantile(const ConstVectorRef&, const ConstVectorRef&, double,
                                     VectorRef x) const {
    x.setZero();
}

void CategoricalLikelihood::sample(const ConstVectorRef& raw, const ConstVectorRef&, RandomSequence& random,
                                   VectorRef x) const {
    Vector probability(features());
    expectation(raw, probability);
    const double drawn = std::uniform_real_distribution<double>()(random);
    x.setZero();
    Index category = 0;
    // Rounding may leave the sum just below 1: the last category takes what is left.
    for (double upTo = double(probability[0]); category + 1 < features() && drawn >= upTo;)
        upTo += double(probability[++category]);
    x[category] = 1;
}

}  // namespace latentscape
