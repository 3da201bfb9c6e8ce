#pragma once

#include <algorithm>
#include <cmath>

#include "core/model/likelihood.h"
#include "core/model/strip.h"

namespace latentscape {

/// What likelihoods of counts k = 0, 1, 2, … have in common. x is the count itself and the raw output is the
/// log-rate η, E[k] = e^η; the encoder sees (log(1 + k) − shift)/scale.
///
/// η counts as no larger than max(15, log(largest count) + 1), so that an early step that goes astray cannot
/// overflow; beyond that, only slopes that lead back pass. Sums are in double: with a count of a million,
/// e^η − kη + log k! cancels down to a few nats.
class CountLikelihood : public Likelihood {
public:
    explicit CountLikelihood(LikelihoodBlock block);

    bool transformsInput() const final { return true; }
    void transformInput(MatrixRef x) const final;
    void expectation(const ConstMatrixRef& raw, MatrixRef mean) const final;
    void expectationSlope(const ConstVectorRef& raw, const ConstVectorRef& rawSlope,
                          VectorRef meanSlope) const final;

    /// The largest η of each feature.
    const Eigen::Array<Scalar, Eigen::Dynamic, 1>& logRateCaps() const { return m_caps; }

protected:
    /// log of the mean count, the η of the marginal.
    Scalar marginalLogRate(const FeatureStatistics& statistics, Index feature) const;
    /// η up to its cap, for the strip of features that begins at `first`.
    WideStrip logRates(const ConstMatrixRef& raw, Index row, Index first) const;
    /// Sets to zero what would push η further beyond its cap: descent moves against the slope.
    void keepInward(const ConstMatrixRef& raw, Index row, Index first, WideStrip& slope) const;
    /// The smallest count k with distribution(k) ≥ share, given P(X ≤ k) of a count with that mean.
    template <class Distribution>
    static Scalar smallestCount(double mean, double share, Distribution&& distribution);
    /// Draws k from a Poisson distribution.
    static Scalar drawPoisson(double rate, RandomSequence& random);

private:
    // One entry a feature.
    Eigen::Array<Scalar, Eigen::Dynamic, 1> m_shifts;
    Eigen::Array<Scalar, Eigen::Dynamic, 1> m_scales;
    Eigen::Array<Scalar, Eigen::Dynamic, 1> m_caps;
};

template <class Distribution>
Scalar CountLikelihood::smallestCount(double mean, double share, Distribution&& distribution) {
    if (distribution(0.0) >= share)
        return 0;
    double below = 0;
    double reached = std::max(1.0, std::ceil(mean));
    // No count that matters lies beyond; a mean that is no number ends here too.
    constexpr double kLargest = 1e36;
    while (reached < kLargest && distribution(reached) < share) {
        below = reached;
        reached *= 2;
    }
    while (reached - below > 1) {
        const double middle = std::floor((below + reached) / 2);
        // Doubles of this size are further apart than counts.
        if (middle <= below || middle >= reached)
            break;
        (distribution(middle) >= share ? reached : below) = middle;
    }
    return Scalar(reached);
}

}  // namespace latentscape
