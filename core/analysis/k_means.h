#pragma once

#include <cstdint>
#include <vector>

#include <Eigen/Core>

#include "core/support/random.h"

namespace latentscape {

/// Points in groups that lie close together.
struct KMeans {
    /// The group of each point.
    std::vector<Index> cluster;
    /// Groups found; fewer than asked for when there are not that many different points.
    Index clusters = 0;
    /// Σ |point − centre of its group|².
    double inertia = 0;
};

/// k-means (Lloyd 1982) from k-means++ (Arthur & Vassilvitskii 2007), the best of a few starts. `points` is
/// dimensions × points, at least one. A function of the points and the seed.
KMeans kMeans(const Eigen::Ref<const Eigen::MatrixXd>& points, Index clusters, std::uint64_t seed);

}  // namespace latentscape
