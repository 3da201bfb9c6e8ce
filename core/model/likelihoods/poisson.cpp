#include "core/model/likelihoods/poisson.h"

#include <cmath>

#include <unsupported/Eigen/SpecialFunctions>

namespace latentscape {

void PoissonLikelihood::initialise(const FeatureStatistics& statistics, VectorRef bias, VectorRef) const {
    for (Index i = 0; i < features(); ++i)
        bias[i] = marginalLogRate(statistics, i);
}

void PoissonLikelihood::negativeLogLikelihood(const ConstMatrixRef& x, const ConstMatrixRef& mask,
                                              const ConstMatrixRef& raw, const ConstVectorRef&,
                                              MatrixRef terms) const {
    for (Index row = 0; row < x.cols(); ++row)
        for (Index first = 0; first < features(); first += kStrip) {
            const WideStrip logRate = logRates(raw, row, first);
            const WideStrip k = x.col(row).segment(first, logRate.size()).array().cast<double>();
            WideStrip term = logRate.exp() - k * logRate + (k + 1).lgamma();
            zeroMissing(mask, row, first, term);
            terms.col(row).segment(first, term.size()) = term.cast<Scalar>();
        }
}

void PoissonLikelihood::backward(const ConstMatrixRef& x, const ConstMatrixRef& mask,
                                 const ConstMatrixRef& raw, const ConstVectorRef&,
                                 const ConstVectorRef& rowScale, MatrixRef rawGradient, VectorRef) const {
    for (Index row = 0; row < x.cols(); ++row)
        for (Index first = 0; first < features(); first += kStrip) {
            WideStrip slope = logRates(raw, row, first).exp();
            slope -= x.col(row).segment(first, slope.size()).array().cast<double>();
            keepInward(raw, row, first, slope);
            zeroMissing(mask, row, first, slope);
            rawGradient.col(row).segment(first, slope.size()) = rowScale[row] * slope.cast<Scalar>();
        }
}

void PoissonLikelihood::information(const ConstMatrixRef& raw, const ConstVectorRef&,
                                    MatrixRef information) const {
    expectation(raw, information);
}

void PoissonLikelihood::quantile(const ConstVectorRef& raw, const ConstVectorRef&, double share,
                                 VectorRef x) const {
    for (Index first = 0; first < features(); first += kStrip) {
        const WideStrip rate = logRates(raw, 0, first).exp();
        for (Index i = 0; i < rate.size(); ++i)
            // P(X ≤ k) = Γ(k + 1, λ)/Γ(k + 1)
            x[first + i] = smallestCount(rate[i], share,
                                         [&](double k) { return Eigen::numext::igammac(k + 1, rate[i]); });
    }
}

void PoissonLikelihood::sample(const ConstVectorRef& raw, const ConstVectorRef&, RandomSequence& random,
                               VectorRef x) const {
    for (Index first = 0; first < features(); first += kStrip) {
        const WideStrip logRate = logRates(raw, 0, first);
        for (Index i = 0; i < logRate.size(); ++i)
            x[first + i] = drawPoisson(std::exp(logRate[i]), random);
    }
}

}  // namespace latentscape
