#include "core/model/likelihoods/gaussian.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace latentscape {
namespace {

constexpr Scalar kMaxLogVariance = 5;
const Scalar kLogTwoPi = Scalar(std::log(2 * std::numbers::pi));

}  // namespace

Scalar GaussianLikelihood::boundedLogVariance(Index feature, Scalar logVariance) const {
    const Scalar floor = Scalar(2 * std::log(block().noiseFloor[std::size_t(feature)]));
    return std::clamp(logVariance, std::min(floor, kMaxLogVariance), kMaxLogVariance);
}

void GaussianLikelihood::initialise(const FeatureStatistics& statistics, VectorRef bias,
                                    VectorRef noise) const {
    for (Index i = 0; i < features(); ++i) {
        bias[i] = statistics.mean[block().firstFeature + i];
        const Scalar variance = statistics.variance[block().firstFeature + i];
        noise[i] = boundedLogVariance(i, variance > 0 ? std::log(variance) : -kMaxLogVariance);
    }
}

Strip GaussianLikelihood::boundedLogVariances(const ConstVectorRef& noise, Index first) const {
    Strip logVariance(std::min(kStrip, features() - first));
    for (Index i = 0; i < logVariance.size(); ++i)
        logVariance[i] = boundedLogVariance(first + i, noise[first + i]);
    return logVariance;
}

void GaussianLikelihood::addNegativeLogLikelihood(const ConstMatrixRef& x, const ConstMatrixRef& mask,
                                                  const ConstMatrixRef& raw, const ConstVectorRef& noise,
                                                  RowTotals& total) const {
    for (Index first = 0; first < features(); first += kStrip) {
        const Strip logVariance = boundedLogVariances(noise, first);
        const Index count = logVariance.size();
        const Strip precision = (-logVariance).exp();
        for (Index row = 0; row < x.cols(); ++row) {
            Strip term = (x.col(row) - raw.col(row)).segment(first, count).array().square() * precision;
            term += logVariance + kLogTwoPi;
            zeroMissing(mask, row, first, term);
            total[row] += 0.5 * double(term.sum());
        }
    }
}

void GaussianLikelihood::backward(const ConstMatrixRef& x, const ConstMatrixRef& mask,
                                  const ConstMatrixRef& raw, const ConstVectorRef& noise, Scalar scale,
                                  MatrixRef rawGradient, VectorRef noiseGradient) const {
    for (Index first = 0; first < features(); first += kStrip) {
        const Strip logVariance = boundedLogVariances(noise, first);
        const Index count = logVariance.size();
        const Strip precision = (-logVariance).exp();
        Strip slope = Strip::Zero(count);
        for (Index row = 0; row < x.cols(); ++row) {
            const Strip difference = (raw.col(row) - x.col(row)).segment(first, count).array();
            Strip meanSlope = scale * difference * precision;
            Strip noiseSlope = Scalar(1) - difference.square() * precision;
            zeroMissing(mask, row, first, meanSlope);
            zeroMissing(mask, row, first, noiseSlope);
            rawGradient.col(row).segment(first, count) = meanSlope;
            slope += noiseSlope;
        }
        for (Index i = 0; i < count; ++i) {
            const Scalar value = noise[first + i];
            // Descent moves against the slope. At a bound only a slope that leads back inside counts.
            const bool pushesOut =
                (value < logVariance[i] && slope[i] > 0) || (value > logVariance[i] && slope[i] < 0);
            if (!pushesOut)
                noiseGradient[first + i] += Scalar(0.5) * scale * slope[i];
        }
    }
}

void GaussianLikelihood::expectation(const ConstMatrixRef& raw, MatrixRef mean) const {
    mean = raw;
}

}  // namespace latentscape
