#include "core/model/likelihoods/counts.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>

namespace latentscape {
namespace {

constexpr double kSmallestCap = 15;
/// e^80 is still a number in float32.
constexpr double kLargestCap = 80;
/// Mean of a column in which no count was seen.
constexpr double kSmallestMean = 1e-4;

}  // namespace

CountLikelihood::CountLikelihood(LikelihoodBlock block)
    : Likelihood(std::move(block)), m_shifts(features()), m_scales(features()), m_caps(features()) {
    m_shifts.setZero();
    m_scales.setOnes();
    m_caps.setConstant(Scalar(kSmallestCap));
    for (Index i = 0; i < Index(this->block().counts.size()); ++i) {
        const CountScale& count = this->block().counts[std::size_t(i)];
        m_shifts[i] = Scalar(count.shift);
        m_scales[i] = Scalar(count.scale);
        m_caps[i] = Scalar(std::clamp(std::log(count.largest) + 1, kSmallestCap, kLargestCap));
    }
}

void CountLikelihood::transformInput(MatrixRef x) const {
    for (Index row = 0; row < x.cols(); ++row)
        x.col(row).array() = (x.col(row).array().max(Scalar(0)).log1p() - m_shifts) / m_scales;
}

void CountLikelihood::expectation(const ConstMatrixRef& raw, MatrixRef mean) const {
    for (Index row = 0; row < raw.cols(); ++row)
        for (Index first = 0; first < features(); first += kStrip) {
            const WideStrip logRate = logRates(raw, row, first);
            mean.col(row).segment(first, logRate.size()) = logRate.exp().cast<Scalar>();
        }
}

void CountLikelihood::expectationSlope(const ConstVectorRef& raw, const ConstVectorRef& rawSlope,
                                       VectorRef meanSlope) const {
    expectation(raw, meanSlope);
    // Beyond its cap the log-rate counts as the cap.
    meanSlope.array() *= (raw.array() > m_caps).select(Scalar(0), rawSlope.array());
}

Scalar CountLikelihood::marginalLogRate(const FeatureStatistics& statistics, Index feature) const {
    const double mean = double(statistics.mean[block().firstFeature + feature]);
    return std::min(Scalar(std::log(std::max(mean, kSmallestMean))), m_caps[feature]);
}

WideStrip CountLikelihood::logRates(const ConstMatrixRef& raw, Index row, Index first) const {
    const Index count = std::min(kStrip, features() - first);
    // Like std::min, Eigen's keeps a left operand that is no number, so that the loss tells of it.
    return raw.col(row).segment(first, count).array().min(m_caps.segment(first, count)).cast<double>();
}

void CountLikelihood::keepInward(const ConstMatrixRef& raw, Index row, Index first, WideStrip& slope) const {
    for (Index i = 0; i < slope.size(); ++i)
        if (raw(first + i, row) > m_caps[first + i])
            slope[i] = std::max(slope[i], 0.0);
}

Scalar CountLikelihood::drawPoisson(double rate, RandomSequence& random) {
    // Few events and a small rate may leave nothing that a double can hold, and the library wants a rate
    // above zero.
    return rate > 0 ? Scalar(std::poisson_distribution<std::int64_t>(rate)(random)) : Scalar(0);
}

}  // namespace latentscape
