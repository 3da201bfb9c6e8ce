#pragma once

#include <span>
#include <vector>

#include "core/analysis/posterior_sums.h"
#include "core/data/preprocessor.h"
#include "core/training/snapshot.h"

namespace latentscape {

/// Rows that the health of a model is judged by while it is watched.
inline constexpr Index kHealthRows = 5000;

/// The validation rows, or the training rows if there are none; of more than kHealthRows, always the same
/// ones. Ascending.
RowList healthRows(const Split& split);

/// The grid of an aggregate posterior: kDensityBins bins of equal width from −kDensityReach to kDensityReach.
inline constexpr double kDensityReach = 4;
inline constexpr Index kDensityBins = 80;
inline constexpr double kDensityBinWidth = 2 * kDensityReach / double(kDensityBins);
/// Rows whose posteriors make up a density; of more, every n-th.
inline constexpr Index kDensityRows = 1024;

/// How the latent dimensions of a model are used on some rows.
struct LatentHealth {
    Index rows = 0;
    std::vector<LatentDimension> dimensions;
    /// kDensityBins × latent: the mean density of the mixture of the rows' posteriors in each bin. Exact, as
    /// a difference of normal distribution functions, however narrow a posterior is.
    Eigen::ArrayXXf densities;

    /// Sum over dimensions: the KL term of the ELBO of these rows, in nats per row.
    double kl() const;
    int activeUnits() const;
};

LatentHealth latentHealth(const EncodedTable& table, const ModelSnapshot& model, std::span<const Index> rows);

/// Mean density of N(0, 1) in each bin of the grid.
Eigen::ArrayXf priorDensity();

}  // namespace latentscape
