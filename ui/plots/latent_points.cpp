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

LatentPoints projectLatents(const LatentSnapshot& snapshot, int xDimension, int yDimension) {
    LatentPoints points;
    points.rows = snapshot.rows;
    const Index dimensions = snapshot.means.rows();
    if (dimensions == 0 || !snapshot.rows)
        return points;

    const Index count = std::min(snapshot.means.cols(), Index(snapshot.rows->size()));
    const Index xRow = std::clamp<Index>(xDimension, 0, dimensions - 1);
    const Index yRow = std::clamp<Index>(yDimension, 0, dimensions - 1);
    points.x.resize(std::size_t(count));
    points.y.resize(std::size_t(count));
    for (Index i = 0; i < count; ++i) {
        points.x[std::size_t(i)] = float(snapshot.means(xRow, i));
        points.y[std::size_t(i)] =
            dimensions == 1 ? jitterOfRow((*snapshot.rows)[std::size_t(i)]) : float(snapshot.means(yRow, i));
    }
    includeFinitePoints(points);
    if (dimensions == 1 && points.yBounds)
        points.yBounds = Range{-1, 1};
    return points;
}

PointsNear pointsNear(const LatentPoints& points, const PlotTransform& transform, QPointF pixel,
                      double radius, std::size_t limit) {
    struct Candidate {
        double distance;
        std::size_t point;
    };
    const QPointF centre = transform.toValue(pixel);
    const double xScale = transform.area.width() / transform.x.span();
    const double yScale = transform.area.height() / transform.y.span();

    PointsNear near;
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < points.count(); ++i) {
        const double dx = (double(points.x[i]) - centre.x()) * xScale;
        const double dy = (double(points.y[i]) - centre.y()) * yScale;
        const double distance = dx * dx + dy * dy;
        if (!(distance <= radius * radius))
            continue;
        ++near.total;
        candidates.push_back({distance, i});
        std::ranges::push_heap(candidates, {}, &Candidate::distance);
        if (candidates.size() > limit) {
            std::ranges::pop_heap(candidates, {}, &Candidate::distance);
            candidates.pop_back();
        }
    }
    std::ranges::sort_heap(candidates, {}, &Candidate::distance);
    for (const Candidate& candidate : candidates)
        near.nearest.push_back(candidate.point);
    return near;
}

}  // namespace latentscape::ui
