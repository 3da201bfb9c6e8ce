#include "core/model/likelihoods/location_scale.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include <unsupported/Eigen/SpecialFunctions>

namespace latentscape {
namespace {

constexpr double kMaxLogVariance = 5;

Strip softplus(const Strip& a) {
    return a.max(Scalar(0)) + (-a.abs()).exp().log1p();
}

/// The a with softplus(a) = y > 0.
double inverseSoftplus(double y) {
    return y > 30 ? y : std::log(std::expm1(y));
}

}  // namespace

Strip GaussianShape::term(const Strip& u) {
    const Scalar logTwoPi = Scalar(std::log(2 * std::numbers::pi));
    return Scalar(0.5) * (u + logTwoPi);
}

Strip GaussianShape::weight(const Strip& u) {
    return Strip::Ones(u.size());
}

double GaussianShape::draw(RandomSequence& random) {
    return std::normal_distribution<double>()(random);
}

double GaussianShape::quantile(double share) {
    return Eigen::numext::ndtri(share);
}

Strip StudentTShape::term(const Strip& u) {
    static const Scalar constant = Scalar(0.5 * std::log(kFreedom * std::numbers::pi) +
                                          std::lgamma(kFreedom / 2) - std::lgamma((kFreedom + 1) / 2));
    return Scalar((kFreedom + 1) / 2) * (u / Scalar(kFreedom)).log1p() + constant;
}

Strip StudentTShape::weight(const Strip& u) {
    return Scalar(kFreedom + 1) / (Scalar(kFreedom) + u);
}

double StudentTShape::draw(RandomSequence& random) {
    return std::student_t_distribution<double>(kFreedom)(random);
}

double StudentTShape::quantile(double share) {
    const double root = 2 * std::sqrt(share * (1 - share));
    return std::copysign(2 * std::sqrt(std::max(std::cos(std::acos(root) / 3) / root - 1, 0.0)), share - 0.5);
}

template <class Shape>
LocationScaleLikelihood<Shape>::LocationScaleLikelihood(LikelihoodBlock block)
    : Likelihood(std::move(block)), m_floors(this->block().noiseFloor) {
    // One width for all features has to suit the most exact of them.
    if (this->block().noise == NoiseForm::Shared && !m_floors.empty())
        m_floors.assign(m_floors.size(), *std::min_element(m_floors.begin(), m_floors.end()));
    for (const double floor : m_floors)
        m_lowest.push_back(Scalar(std::min(2 * std::log(floor), kMaxLogVariance)));
}

template <class Shape>
Index LocationScaleLikelihood<Shape>::rawOutputs() const {
    return perRow() ? 2 * features() : features();
}

template <class Shape>
Index LocationScaleLikelihood<Shape>::noiseParameters() const {
    switch (block().noise) {
        case NoiseForm::Shared:
            return 1;
        case NoiseForm::Feature:
            return features();
        case NoiseForm::Fixed:
        case NoiseForm::Row:
            break;
    }
    return 0;
}

template <class Shape>
void LocationScaleLikelihood<Shape>::initialise(const FeatureStatistics& statistics, VectorRef bias,
                                                VectorRef noise) const {
    double totalVariance = 0;
    for (Index i = 0; i < features(); ++i) {
        const double variance = double(statistics.variance[block().firstFeature + i]);
        totalVariance += variance;
        bias[i] = statistics.mean[block().firstFeature + i];
        const double width = std::sqrt(std::max(variance, 0.0)) * Shape::kUnitWidth;
        if (perRow())
            bias[features() + i] = Scalar(inverseSoftplus(std::max(width - floorOf(i), 1e-3)));
        if (block().noise == NoiseForm::Feature)
            noise[i] = std::clamp(Scalar(2 * std::log(width)), lowest(i), Scalar(kMaxLogVariance));
    }
    if (block().noise == NoiseForm::Shared) {
        const double width = std::sqrt(totalVariance / double(features())) * Shape::kUnitWidth;
        noise[0] = std::clamp(Scalar(2 * std::log(width)), lowest(0), Scalar(kMaxLogVariance));
    }
}

template <class Shape>
Strip LocationScaleLikelihood<Shape>::widths(const ConstMatrixRef& raw, const ConstVectorRef& noise,
                                             Index row, Index first) const {
    const Index count = std::min(kStrip, features() - first);
    Strip width(count);
    switch (block().noise) {
        case NoiseForm::Fixed:
            width.setOnes();
            break;
        case NoiseForm::Shared:
        case NoiseForm::Feature:
            for (Index i = 0; i < count; ++i) {
                width[i] = std::clamp(noise[std::min(first + i, noise.size() - 1)], lowest(first + i),
                                      Scalar(kMaxLogVariance));
            }
            width = (Scalar(0.5) * width).exp();
            break;
        case NoiseForm::Row:
            width = softplus(raw.col(row).segment(features() + first, count).array());
            for (Index i = 0; i < count; ++i)
                width[i] += Scalar(floorOf(first + i));
            break;
    }
    return width;
}

template <class Shape>
void LocationScaleLikelihood<Shape>::negativeLogLikelihood(const ConstMatrixRef& x,
                                                           const ConstMatrixRef& mask,
                                                           const ConstMatrixRef& raw,
                                                           const ConstVectorRef& noise,
                                                           MatrixRef terms) const {
    for (Index first = 0; first < features(); first += kStrip) {
        Strip width = widths(raw, noise, 0, first);
        const Index count = width.size();
        Strip precision = width.inverse();
        Strip logWidth = width.log();
        for (Index row = 0; row < x.cols(); ++row) {
            if (perRow() && row > 0) {
                width = widths(raw, noise, row, first);
                precision = width.inverse();
                logWidth = width.log();
            }
            const Strip scaled =
                (x.col(row).segment(first, count) - raw.col(row).segment(first, count)).array() * precision;
            Strip term = Shape::term(scaled.square()) + logWidth;
            zeroMissing(mask, row, first, term);
            terms.col(row).segment(first, count) = term;
        }
    }
}

template <class Shape>
void LocationScaleLikelihood<Shape>::backward(const ConstMatrixRef& x, const ConstMatrixRef& mask,
                                              const ConstMatrixRef& raw, const ConstVectorRef& noise,
                                              const ConstVectorRef& rowScale, MatrixRef rawGradient,
                                              VectorRef noiseGradient) const {
    for (Index first = 0; first < features(); first += kStrip) {
        Strip width = widths(raw, noise, 0, first);
        const Index count = width.size();
        Strip precision = width.inverse();
        Strip slope = Strip::Zero(count);
        for (Index row = 0; row < x.cols(); ++row) {
            if (perRow() && row > 0) {
                width = widths(raw, noise, row, first);
                precision = width.inverse();
            }
            const Strip scaled =
                (x.col(row).segment(first, count) - raw.col(row).segment(first, count)).array() * precision;
            const Strip weight = Shape::weight(scaled.square());
            Strip meanSlope = -rowScale[row] * weight * scaled * precision;
            Strip widthSlope = rowScale[row] * (Scalar(1) - weight * scaled.square());
            zeroMissing(mask, row, first, meanSlope);
            zeroMissing(mask, row, first, widthSlope);
            rawGradient.col(row).segment(first, count) = meanSlope;
            if (perRow())
                rawGradient.col(row).segment(features() + first, count) =
                    widthSlope * precision *
                    raw.col(row).segment(features() + first, count).array().logistic();
            else
                slope += widthSlope;
        }
        addNoiseGradient(noise, first, slope, noiseGradient);
    }
}

template <class Shape>
void LocationScaleLikelihood<Shape>::addNoiseGradient(const ConstVectorRef& noise, Index first,
                                                      const Strip& slope, VectorRef noiseGradient) const {
    if (noise.size() == 0)
        return;
    const bool shared = block().noise == NoiseForm::Shared;
    const Scalar sum = slope.sum();
    for (Index i = 0; i < slope.size(); ++i) {
        const Index place = shared ? 0 : first + i;
        const Scalar low = lowest(place);
        const Scalar high = Scalar(kMaxLogVariance);
        // Descent moves against the slope. At a bound only a slope that leads back inside counts.
        const Scalar whole = shared ? sum : slope[i];
        const bool pushesOut = (noise[place] < low && whole > 0) || (noise[place] > high && whole < 0);
        if (!pushesOut)
            noiseGradient[place] += Scalar(0.5) * slope[i];
    }
}

template <class Shape>
void LocationScaleLikelihood<Shape>::information(const ConstMatrixRef& raw, const ConstVectorRef& noise,
                                                 MatrixRef information) const {
    for (Index first = 0; first < features(); first += kStrip)
        for (Index row = 0; row < raw.cols(); ++row) {
            const Strip width = widths(raw, noise, row, first);
            information.col(row).segment(first, width.size()) =
                Scalar(Shape::kInformation) * width.square().inverse();
        }
}

template <class Shape>
void LocationScaleLikelihood<Shape>::expectation(const ConstMatrixRef& raw, MatrixRef mean) const {
    mean = raw.topRows(features());
}

template <class Shape>
void LocationScaleLikelihood<Shape>::noiseWidths(const ConstVectorRef& raw, const ConstVectorRef& noise,
                                                 VectorRef widths) const {
    for (Index first = 0; first < features(); first += kStrip) {
        Strip strip = this->widths(raw, noise, 0, first);
        widths.segment(first, strip.size()) = strip.matrix();
    }
}

template <class Shape>
void LocationScaleLikelihood<Shape>::expectationSlope(const ConstVectorRef&, const ConstVectorRef& rawSlope,
                                                      VectorRef meanSlope) const {
    meanSlope = rawSlope.head(features());
}

template <class Shape>
void LocationScaleLikelihood<Shape>::quantile(const ConstVectorRef& raw, const ConstVectorRef& noise,
                                              double share, VectorRef x) const {
    noiseWidths(raw, noise, x);
    x = raw.head(features()) + x * Scalar(Shape::quantile(share));
}

template <class Shape>
void LocationScaleLikelihood<Shape>::sample(const ConstVectorRef& raw, const ConstVectorRef& noise,
                                            RandomSequence& random, VectorRef x) const {
    for (Index first = 0; first < features(); first += kStrip) {
        const Strip width = widths(raw, noise, 0, first);
        for (Index i = 0; i < width.size(); ++i)
            x[first + i] = raw[first + i] + width[i] * Scalar(Shape::draw(random));
    }
}

template class LocationScaleLikelihood<GaussianShape>;
template class LocationScaleLikelihood<StudentTShape>;

}  // namespace latentscape
