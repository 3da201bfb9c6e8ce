#include "ui/plots/latent_points.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace latentscape::ui {
namespace {

/// A number in ±kJitter that looks random but always is the same for a row (Knuth's multiplicative hash).
float jitterOfRow(Index row) {
    const auto hash = std::uint32_t(row) * 2654435761u;
    return kJitter * (float(hash >> 8) / float(1u << 23) - 1.0f);
}

/// The latent dimension that an axis of the plane shows as it is.
std::optional<Index> dimensionOf(const Projection& projection, Index axis) {
    Index dimension = 0;
    const bool plain = projection.axes.col(axis).maxCoeff(&dimension) == 1 &&
                       (projection.axes.col(axis).array() != 0).count() == 1 &&
                       projection.origin(dimension) == 0;
    return plain ? std::optional(dimension) : std::nullopt;
}

void fillAxis(std::vector<float>& values, const ConstMatrixRef& means, const Projection& projection,
              Index axis) {
    values.resize(std::size_t(means.cols()));
    Eigen::Map<Eigen::RowVectorXf> to(values.data(), means.cols());
    // Copied where it can be: a sum would spread what is not finite from one dimension to all.
    if (const std::optional<Index> dimension = dimensionOf(projection, axis))
        to = means.row(*dimension);
    else
        to = (projection.axes.col(axis).cast<Scalar>().transpose() * means).array() -
             Scalar(projection.axes.col(axis).dot(projection.origin));
}

void includeFinitePoints(LatentPoints& points) {
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    float xMin = kInfinity, xMax = -kInfinity, yMin = kInfinity, yMax = -kInfinity;
    for (std::size_t i = 0; i < points.count(); ++i) {
        if (!std::isfinite(points.x[i]) || !std::isfinite(points.y[i]))
            continue;
        xMin = std::min(xMin, points.x[i]);
        xMax = std::max(xMax, points.x[i]);
        yMin = std::min(yMin, points.y[i]);
        yMax = std::max(yMax, points.y[i]);
    }
    if (xMin > xMax)
        return;
    points.xBounds = Range{xMin, xMax};
    points.yBounds = Range{yMin, yMax};
}

}  // namespace

std::optional<std::size_t> LatentPoints::pointOfRow(Index row) const {
    if (!rows)
        return std::nullopt;
    const auto end = rows->begin() + std::ptrdiff_t(count());
    const auto place = std::lower_bound(rows->begin(), end, row);
    if (place == end || *place != row)
        return std::nullopt;
    return std::size_t(place - rows->begin());
}

LatentPoints projectLatents(const LatentSnapshot& snapshot, const MapPlane& plane) {
    LatentPoints points;
    points.rows = snapshot.rows;
    const Index dimensions = snapshot.means.rows();
    if (dimensions == 0 || !snapshot.rows)
        return points;

    const Index count = std::min(snapshot.means.cols(), Index(snapshot.rows->size()));
    const auto means = snapshot.means.leftCols(count);
    const Projection projection = plane.projection.axes.rows() == dimensions
                                      ? plane.projection
                                      : MapPlane::ofDimensions(dimensions, 0, 1).projection;
    fillAxis(points.x, means, projection, 0);
    if (dimensions > 1) {
        fillAxis(points.y, means, projection, 1);
    } else {
        for (Index i = 0; i < count; ++i)
            points.y.push_back(jitterOfRow((*snapshot.rows)[std::size_t(i)]));
    }
    includeFinitePoints(points);
    if (dimensions == 1 && points.yBounds)
        points.yBounds = Range{-1, 1};
    return points;
}

PointsNear pointsNear(const LatentPoints& points, const PlotTransform& transform, QPointF pixel,
                      double radius, std::size_t limit, const PointIndex* index,
                      const std::function<bool(std::size_t)>& counts) {
    struct Candidate {
        double distance;
        std::size_t point;

        bool operator<(const Candidate& other) const {
            return distance < other.distance || (distance == other.distance && point < other.point);
        }
    };
    const QPointF centre = transform.toValue(pixel);
    const double xScale = transform.area.width() / transform.x.span();
    const double yScale = transform.area.height() / transform.y.span();

    PointsNear near;
    // A heap, the farthest on top.
    std::vector<Candidate> candidates;
    const auto visit = [&](std::size_t i) {
        const double dx = (double(points.x[i]) - centre.x()) * xScale;
        const double dy = (double(points.y[i]) - centre.y()) * yScale;
        const Candidate candidate{dx * dx + dy * dy, i};
        if (!(candidate.distance <= radius * radius) || (counts && !counts(i)))
            return;
        ++near.total;
        if (candidates.size() == limit) {
            if (limit == 0 || !(candidate < candidates.front()))
                return;
            std::ranges::pop_heap(candidates, std::less());
            candidates.pop_back();
        }
        candidates.push_back(candidate);
        std::ranges::push_heap(candidates, std::less());
    };
    if (index) {
        index->forEachNear({centre.x() - radius / xScale, centre.x() + radius / xScale},
                           {centre.y() - radius / yScale, centre.y() + radius / yScale}, visit);
    } else {
        for (std::size_t i = 0; i < points.count(); ++i)
            visit(i);
    }
    std::ranges::sort_heap(candidates, std::less());
    for (const Candidate& candidate : candidates)
        near.nearest.push_back(candidate.point);
    return near;
}

}  // namespace latentscape::ui
