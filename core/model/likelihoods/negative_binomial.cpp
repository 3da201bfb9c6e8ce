#include "core/model/likelihoods/negative_binomial.h"

#include <algorithm>
#include <cmath>
#include <random>

#include <unsupported/Eigen/SpecialFunctions>

namespace latentscape {
namespace {

/// Range of q. At its upper end the variance of a count of 1,000 is 1,006: as good as Poisson's.
constexpr double kMinLogSize = -5;
constexpr double kMaxLogSize = 12;

/// q of the strip of features that begins at `first`, inside its range.
WideStrip logSizes(const ConstVectorRef& noise, Index first, Index count) {
    return noise.segment(first, count).array().cast<double>().max(kMinLogSize).min(kMaxLogSize);
}

WideStrip softplus(const WideStrip& a) {
    return a.max(0.0) + (-a.abs()).exp().log1p();
}

}  // namespace

void NegativeBinomialLikelihood::initialise(const FeatureStatistics& statistics, VectorRef bias,
                                            VectorRef noise) const {
    for (Index i = 0; i < features(); ++i) {
        bias[i] = marginalLogRate(statistics, i);
        const double mean = double(statistics.mean[block().firstFeature + i]);
        const double excess = double(statistics.variance[block().firstFeature + i]) - mean;
        noise[i] = excess > 0 ? Scalar(std::clamp(std::log(mean * mean / excess), kMinLogSize, kMaxLogSize))
                              : Scalar(kMaxLogSize);
    }
}

Vector NegativeBinomialLikelihood::sizes(const ConstVectorRef& noise) const {
    return noise.array().max(Scalar(kMinLogSize)).min(Scalar(kMaxLogSize)).exp();
}

void NegativeBinomialLikelihood::negativeLogLikelihood(const ConstMatrixRef& x, const ConstMatrixRef& mask,
                                                       const ConstMatrixRef& raw, const ConstVectorRef& noise,
                                                       MatrixRef terms) const {
    for (Index first = 0; first < features(); first += kStrip) {
        const WideStrip logSize = logSizes(noise, first, std::min(kStrip, features() - first));
        const WideStrip size = logSize.exp();
        const WideStrip logGammaSize = size.lgamma();
        for (Index row = 0; row < x.cols(); ++row) {
            const WideStrip logOdds = logRates(raw, row, first) - logSize;
            const WideStrip k = x.col(row).segment(first, size.size()).array().cast<double>();
            // k softplus(−d) = k softplus(d) − k d
            WideStrip term = logGammaSize + (k + 1).lgamma() - (k + size).lgamma() +
                             (k + size) * softplus(logOdds) - k * logOdds;
            zeroMissing(mask, row, first, term);
            terms.col(row).segment(first, size.size()) = term.cast<Scalar>();
        }
    }
}

void NegativeBinomialLikelihood::backward(const ConstMatrixRef& x, const ConstMatrixRef& mask,
                                          const ConstMatrixRef& raw, const ConstVectorRef& noise,
                                          const ConstVectorRef& rowScale, MatrixRef rawGradient,
                                          VectorRef noiseGradient) const {
    for (Index first = 0; first < features(); first += kStrip) {
        const WideStrip logSize = logSizes(noise, first, std::min(kStrip, features() - first));
        const WideStrip size = logSize.exp();
        const WideStrip digammaSize = size.digamma();
        WideStrip sizeSlope = WideStrip::Zero(size.size());
        for (Index row = 0; row < x.cols(); ++row) {
            const WideStrip logRate = logRates(raw, row, first);
            const WideStrip logOdds = logRate - logSize;
            const WideStrip k = x.col(row).segment(first, size.size()).array().cast<double>();
            // ∂(−log p)/∂η = (μ − k) sigmoid(−d) and
            // ∂(−log p)/∂q = r (softplus(d) − ψ(k + r) + ψ(r)) − ∂(−log p)/∂η.
            const WideStrip rateSlope = (logRate.exp() - k) * (-logOdds).logistic();
            WideStrip rowSlope =
                double(rowScale[row]) *
                (size * (softplus(logOdds) - ((k + size).digamma() - digammaSize)) - rateSlope);
            zeroMissing(mask, row, first, rowSlope);
            sizeSlope += rowSlope;
            WideStrip slope = rateSlope;
            keepInward(raw, row, first, slope);
            zeroMissing(mask, row, first, slope);
            rawGradient.col(row).segment(first, size.size()) = rowScale[row] * slope.cast<Scalar>();
        }
        for (Index i = 0; i < size.size(); ++i) {
            const double q = double(noise[first + i]);
            // Descent moves against the slope. At a bound only a slope that leads back inside counts.
            const bool pushesOut =
                (q < kMinLogSize && sizeSlope[i] > 0) || (q > kMaxLogSize && sizeSlope[i] < 0);
            if (!pushesOut)
                noiseGradient[first + i] += Scalar(sizeSlope[i]);
        }
    }
}

void NegativeBinomialLikelihood::information(const ConstMatrixRef& raw, const ConstVectorRef& noise,
                                             MatrixRef information) const {
    // r sigmoid(d) = rμ/(r + μ)
    for (Index first = 0; first < features(); first += kStrip) {
        const WideStrip logSize = logSizes(noise, first, std::min(kStrip, features() - first));
        const WideStrip size = logSize.exp();
        for (Index row = 0; row < raw.cols(); ++row) {
            const WideStrip logOdds = logRates(raw, row, first) - logSize;
            information.col(row).segment(first, size.size()) = (size * logOdds.logistic()).cast<Scalar>();
        }
    }
}

void NegativeBinomialLikelihood::quantile(const ConstVectorRef& raw, const ConstVectorRef& noise,
                                          double share, VectorRef x) const {
    for (Index first = 0; first < features(); first += kStrip) {
        const WideStrip rate = logRates(raw, 0, first).exp();
        const WideStrip size = logSizes(noise, first, rate.size()).exp();
        for (Index i = 0; i < size.size(); ++i) {
            const double success = size[i] / (size[i] + rate[i]);
            // P(X ≤ k) = I_p(r, k + 1) with p = r/(r + μ)
            x[first + i] = smallestCount(
                rate[i], share, [&](double k) { return Eigen::numext::betainc(size[i], k + 1, success); });
        }
    }
}

void NegativeBinomialLikelihood::sample(const ConstVectorRef& raw, const ConstVectorRef& noise,
                                        RandomSequence& random, VectorRef x) const {
    for (Index first = 0; first < features(); first += kStrip) {
        const WideStrip logRate = logRates(raw, 0, first);
        const WideStrip size = logSizes(noise, first, logRate.size()).exp();
        for (Index i = 0; i < size.size(); ++i) {
            const double rate =
                std::gamma_distribution<double>(size[i], std::exp(logRate[i]) / size[i])(random);
            x[first + i] = drawPoisson(rate, random);
        }
    }
}

}  // namespace latentscape
