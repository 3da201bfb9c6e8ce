#include "core/analysis/k_means.h"

#include <limits>

namespace latentscape {
namespace {

using Points = Eigen::Ref<const Eigen::MatrixXd>;

constexpr int kStarts = 3;
constexpr int kLloydSteps = 20;

/// Which of the points, drawn with a probability in proportion to their weights.
Index drawn(const Eigen::VectorXd& weights, double unit) {
    double left = unit * weights.sum();
    Index chosen = 0;
    for (Index i = 0; i < weights.size(); ++i) {
        if (weights[i] <= 0)
            continue;
        chosen = i;
        left -= weights[i];
        if (left < 0)
            break;
    }
    return chosen;
}

/// Each new centre is a point, drawn by its squared distance from the nearest centre so far.
Eigen::MatrixXd startCentres(const Points& points, Index clusters, const Random& random, int start) {
    Eigen::MatrixXd centres(points.rows(), clusters);
    Eigen::VectorXd distances = Eigen::VectorXd::Ones(points.cols());
    for (Index k = 0; k < clusters; ++k) {
        if (distances.maxCoeff() <= 0)
            return centres.leftCols(k);
        const RandomWords words =
            random.words(RandomStream::MixtureStart, std::uint32_t(start), std::uint32_t(k), 0);
        centres.col(k) = points.col(drawn(distances, unitInterval(words)));
        const Eigen::VectorXd fromNew = (points.colwise() - centres.col(k)).colwise().squaredNorm();
        distances = k == 0 ? fromNew : distances.cwiseMin(fromNew);
    }
    return centres;
}

/// Puts each point to the nearest centre; says whether any changed its group.
bool assign(const Points& points, const Eigen::MatrixXd& centres, KMeans& result) {
    bool changed = false;
    result.inertia = 0;
    for (Index i = 0; i < points.cols(); ++i) {
        Index nearest = 0;
        result.inertia += (centres.colwise() - points.col(i)).colwise().squaredNorm().minCoeff(&nearest);
        changed = changed || result.cluster[std::size_t(i)] != nearest;
        result.cluster[std::size_t(i)] = nearest;
    }
    return changed;
}

/// A group that lost all its points keeps its centre.
void moveCentres(const Points& points, const std::vector<Index>& cluster, Eigen::MatrixXd& centres) {
    Eigen::MatrixXd sums = Eigen::MatrixXd::Zero(centres.rows(), centres.cols());
    Eigen::VectorXd counts = Eigen::VectorXd::Zero(centres.cols());
    for (Index i = 0; i < points.cols(); ++i) {
        sums.col(cluster[std::size_t(i)]) += points.col(i);
        counts[cluster[std::size_t(i)]] += 1;
    }
    for (Index k = 0; k < centres.cols(); ++k)
        if (counts[k] > 0)
            centres.col(k) = sums.col(k) / counts[k];
}

}  // namespace

KMeans kMeans(const Points& points, Index clusters, std::uint64_t seed) {
    const Random random(seed);
    KMeans best{.inertia = std::numeric_limits<double>::infinity()};
    for (int start = 0; start < kStarts; ++start) {
        Eigen::MatrixXd centres = startCentres(points, clusters, random, start);
        KMeans result{.cluster = std::vector<Index>(std::size_t(points.cols()), -1),
                      .clusters = centres.cols()};
        for (int step = 0; assign(points, centres, result) && step < kLloydSteps; ++step)
            moveCentres(points, result.cluster, centres);
        if (result.inertia < best.inertia)
            best = std::move(result);
    }
    return best;
}

}  // namespace latentscape
