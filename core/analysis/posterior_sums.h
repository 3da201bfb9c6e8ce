#pragma once

#include <vector>

#include "core/support/matrix.h"

namespace latentscape {

/// A dimension is in use when its posterior means vary by more than this over rows (Burda et al. 2016).
inline constexpr double kActiveVariance = 0.01;

/// What the posteriors of some rows make of one latent dimension.
struct LatentDimension {
    /// Mean KL to the prior, in nats per row.
    double kl = 0;
    /// Variance over rows of the posterior mean.
    double meanVariance = 0;
    /// Mean and variance of the aggregate posterior, the mixture of all rows' posteriors; 0 and 1 if it were
    /// the prior. The variance is the mean of σ² and the variance of μ.
    double aggregateMean = 0;
    double aggregateVariance = 0;

    bool active() const { return meanVariance > kActiveVariance; }
};

/// Adds up the posteriors N(μ, diag σ²) of rows that come in chunks. Exact: no noise is drawn.
class PosteriorSums {
public:
    explicit PosteriorSums(Index latent);

    /// Some rows more: μ and log σ² as Vae::encode() gives them, latent × rows.
    void add(const ConstMatrixRef& mean, const ConstMatrixRef& logvar);

    Index rows() const { return m_rows; }
    std::vector<LatentDimension> dimensions() const;
    /// Share of log-variances that were cut off at their bounds.
    double saturated() const;

private:
    Index m_rows = 0;
    long m_saturated = 0;
    Matrix m_chunkKl;
    // One a dimension.
    Eigen::ArrayXd m_kl;
    Eigen::ArrayXd m_mean;
    Eigen::ArrayXd m_meanSquares;
    Eigen::ArrayXd m_variance;
};

}  // namespace latentscape
