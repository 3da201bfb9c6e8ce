#include "core/analysis/neighbours.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include <nanoflann.hpp>

namespace latentscape {
namespace {

/// The finite means, as nanoflann asks for them.
struct Points {
    const Matrix& means;
    /// Columns of `means`.
    std::vector<std::uint32_t> finite;

    explicit Points(const Matrix& all) : means(all) {
        for (Index point = 0; point < means.cols(); ++point)
            if (means.col(point).allFinite())
                finite.push_back(std::uint32_t(point));
    }

    // Names that the library gives.
    std::size_t kdtree_get_point_count() const { return finite.size(); }
    Scalar kdtree_get_pt(std::size_t point, std::size_t dimension) const {
        return means(Index(dimension), Index(finite[point]));
    }
    template <class Box>
    bool kdtree_get_bbox(Box&) const {
        return false;
    }
};

/// Squared distances, in double: those of float32 numbers cannot overflow.
struct SquaredDistance {
    using ElementType = Scalar;
    using DistanceType = double;

    explicit SquaredDistance(const Points& all) : points(all) {}

    double evalMetric(const Scalar* place, std::size_t point, std::size_t dimensions) const {
        const Scalar* const mean = points.means.data() + points.finite[point] * dimensions;
        double sum = 0;
        for (std::size_t i = 0; i < dimensions; ++i)
            sum += accum_dist(place[i], mean[i], i);
        return sum;
    }
    double accum_dist(Scalar one, Scalar other, std::size_t) const {
        const double difference = double(one) - double(other);
        return difference * difference;
    }

    const Points& points;
};

using KdTree = nanoflann::KDTreeSingleIndexAdaptor<SquaredDistance, Points, -1, std::uint32_t>;

// Fewer nodes than the library's own 10 take less time to build and no more to ask.
constexpr std::size_t kLeafPoints = 24;

}  // namespace

struct Neighbours::Tree {
    explicit Tree(const Matrix& means)
        : points(means),
          index(int(means.rows()), points, nanoflann::KDTreeSingleIndexAdaptorParams(kLeafPoints)) {}

    Points points;
    KdTree index;
};

Neighbours::Neighbours(LatentSnapshotPtr snapshot)
    : m_snapshot(std::move(snapshot)), m_tree(std::make_unique<const Tree>(m_snapshot->means)) {}

Neighbours::~Neighbours() = default;

std::vector<Neighbour> Neighbours::of(const ConstVectorRef& place, Index count,
                                      std::optional<Index> except) const {
    const std::size_t points = m_tree->points.finite.size();
    // One more, as the row itself may be among them.
    const std::size_t wanted = std::min(std::size_t(std::max<Index>(count, 0)) + (except ? 1 : 0), points);
    if (wanted == 0 || place.size() != m_snapshot->means.rows() || !place.allFinite())
        return {};
    std::vector<std::uint32_t> found(wanted);
    std::vector<double> distances(wanted);
    nanoflann::KNNResultSet<double, std::uint32_t> results(wanted);
    results.init(found.data(), distances.data());
    const Vector contiguous = place;
    m_tree->index.findNeighbors(results, contiguous.data(), nanoflann::SearchParams());

    std::vector<Neighbour> neighbours;
    for (std::size_t i = 0; i < results.size(); ++i) {
        const Index row = (*m_snapshot->rows)[m_tree->points.finite[found[i]]];
        if (row != except)
            neighbours.push_back({.row = row, .distance = std::sqrt(distances[i])});
    }
    std::ranges::sort(neighbours, {}, [](const Neighbour& neighbour) {
        return std::tuple(neighbour.distance, neighbour.row);
    });
    if (Index(neighbours.size()) > count)
        neighbours.pop_back();
    return neighbours;
}

std::optional<Index> pointOf(const LatentSnapshot& snapshot, Index row) {
    const auto found = std::ranges::lower_bound(*snapshot.rows, row);
    return found != snapshot.rows->end() && *found == row
               ? std::optional<Index>(found - snapshot.rows->begin())
               : std::nullopt;
}

}  // namespace latentscape
