#include "core/model/likelihoods/continuous_bernoulli.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "core/model/strip.h"

namespace latentscape {
namespace {

// The density for a logit l ≤ 0 is a e^{−ay}/(1 − e^{−a}) with a = −l: an exponential one cut off at 1. All
// else follows from that by symmetry. Below kNear the closed forms lose digits to cancellation; the Taylor
// expansions are good to 1e-11 there.

constexpr Scalar kNear = Scalar(0.5);

/// log((1 − e^{−a})/a)
Strip logSpan(const Strip& a) {
    const Strip far = ((Scalar(1) - (-a).exp()) / a).log();
    const Strip s = a.square();
    const Strip near =
        a * Scalar(-1.0 / 2) +
        s * (Scalar(1.0 / 24) +
             s * (Scalar(-1.0 / 2880) +
                  s * (Scalar(1.0 / 181440) + s * (Scalar(-1.0 / 9676800) + s * Scalar(1.0 / 479001600)))));
    return (a < kNear).select(near, far);
}

/// E[y] = 1/a − 1/(eᵃ − 1)
Strip meanOf(const Strip& a) {
    const Strip decay = (-a).exp();
    const Strip far = a.inverse() - decay / (Scalar(1) - decay);
    const Strip s = a.square();
    const Strip near =
        Scalar(0.5) +
        a * (Scalar(-1.0 / 12) +
             s * (Scalar(1.0 / 720) +
                  s * (Scalar(-1.0 / 30240) + s * (Scalar(1.0 / 1209600) + s * Scalar(-1.0 / 47900160)))));
    return (a < kNear).select(near, far);
}

/// Var[y] = 1/a² − eᵃ/(eᵃ − 1)²
Strip varianceOf(const Strip& a) {
    const Strip decay = (-a).exp();
    const Strip far = a.square().inverse() - decay / (Scalar(1) - decay).square();
    const Strip s = a.square();
    const Strip near =
        Scalar(1.0 / 12) +
        s * (Scalar(-1.0 / 240) +
             s * (Scalar(1.0 / 6048) + s * (Scalar(-1.0 / 172800) + s * Scalar(1.0 / 5322240))));
    return (a < kNear).select(near, far);
}

/// y for x and x for y: 1 − x where the logit is positive.
Strip mirrored(const Strip& logit, const Strip& x) {
    return (logit > Scalar(0)).select(Scalar(1) - x, x);
}

/// The y that the share u of the density lies below: the inverse of P(Y ≤ y) = (1 − e^{−ay})/(1 − e^{−a}),
/// which tends to y as a goes to 0.
double quantileOf(double a, double u) {
    return a > 0 ? -std::log1p(u * std::expm1(-a)) / a : u;
}

/// Calls function(row, first, logits) for each strip.
template <class Function>
void forEachStrip(const ConstMatrixRef& raw, Function&& function) {
    for (Index row = 0; row < raw.cols(); ++row)
        for (Index first = 0; first < raw.rows(); first += kStrip)
            function(row, first,
                     Strip(raw.col(row).segment(first, std::min(kStrip, raw.rows() - first)).array()));
}

}  // namespace

void ContinuousBernoulliLikelihood::initialise(const FeatureStatistics& statistics, VectorRef bias,
                                               VectorRef) const {
    for (Index first = 0; first < features(); first += kStrip) {
        const Index count = std::min(kStrip, features() - first);
        const Strip wanted = statistics.mean.segment(block().firstFeature + first, count)
                                 .array()
                                 .max(Scalar(1e-3))
                                 .min(Scalar(1 - 1e-3));
        const Strip smaller = wanted.min(Scalar(1) - wanted);
        // The mean falls with a and is convex, so Newton's method climbs from 0 to the root without passing
        // it: twice as far with each step while a is large, quadratically in the end.
        constexpr int kSteps = 20;
        Strip a = Strip::Zero(count);
        for (int step = 0; step < kSteps; ++step)
            a = (a + (meanOf(a) - smaller) / varianceOf(a)).max(Scalar(0));
        bias.segment(first, count) = (wanted > Scalar(0.5)).select(a, -a);
    }
}

void ContinuousBernoulliLikelihood::negativeLogLikelihood(const ConstMatrixRef& x, const ConstMatrixRef& mask,
                                                          const ConstMatrixRef& raw, const ConstVectorRef&,
                                                          MatrixRef terms) const {
    forEachStrip(raw, [&](Index row, Index first, const Strip& logit) {
        const Strip y = mirrored(logit, x.col(row).segment(first, logit.size()).array());
        Strip term = logit.abs() * y + logSpan(logit.abs());
        zeroMissing(mask, row, first, term);
        terms.col(row).segment(first, logit.size()) = term;
    });
}

void ContinuousBernoulliLikelihood::backward(const ConstMatrixRef& x, const ConstMatrixRef& mask,
                                             const ConstMatrixRef& raw, const ConstVectorRef&,
                                             const ConstVectorRef& rowScale, MatrixRef rawGradient,
                                             VectorRef) const {
    forEachStrip(raw, [&](Index row, Index first, const Strip& logit) {
        Strip slope = rowScale[row] * (mirrored(logit, meanOf(logit.abs())) -
                                       x.col(row).segment(first, logit.size()).array());
        zeroMissing(mask, row, first, slope);
        rawGradient.col(row).segment(first, logit.size()) = slope;
    });
}

void ContinuousBernoulliLikelihood::information(const ConstMatrixRef& raw, const ConstVectorRef&,
                                                MatrixRef information) const {
    forEachStrip(raw, [&](Index row, Index first, const Strip& logit) {
        information.col(row).segment(first, logit.size()) = varianceOf(logit.abs());
    });
}

void ContinuousBernoulliLikelihood::expectation(const ConstMatrixRef& raw, MatrixRef mean) const {
    forEachStrip(raw, [&](Index row, Index first, const Strip& logit) {
        mean.col(row).segment(first, logit.size()) = mirrored(logit, meanOf(logit.abs()));
    });
}

void ContinuousBernoulliLikelihood::expectationSlope(const ConstVectorRef& raw,
                                                     const ConstVectorRef& rawSlope,
                                                     VectorRef meanSlope) const {
    forEachStrip(raw, [&](Index, Index first, const Strip& logit) {
        meanSlope.segment(first, logit.size()) =
            varianceOf(logit.abs()) * rawSlope.segment(first, logit.size()).array();
    });
}

void ContinuousBernoulliLikelihood::quantile(const ConstVectorRef& raw, const ConstVectorRef&, double share,
                                             VectorRef x) const {
    for (Index i = 0; i < features(); ++i)
        x[i] = Scalar(raw[i] > 0 ? 1 - quantileOf(double(raw[i]), 1 - share)
                                 : quantileOf(-double(raw[i]), share));
}

void ContinuousBernoulliLikelihood::sample(const ConstVectorRef& raw, const ConstVectorRef&,
                                           RandomSequence& random, VectorRef x) const {
    for (Index i = 0; i < features(); ++i) {
        const double u = std::uniform_real_distribution<double>()(random);
        const double y = quantileOf(std::abs(double(raw[i])), u);
        x[i] = Scalar(raw[i] > 0 ? 1 - y : y);
    }
}

}  // namespace latentscape
