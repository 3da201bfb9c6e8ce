#pragma once

#include <QPointF>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/training/snapshot.h"
#include "ui/plots/map_plane.h"
#include "ui/plots/plot_transform.h"
#include "ui/plots/point_index.h"
#include "ui/plots/visible_points.h"

namespace latentscape::ui {

/// The rows of a latent snapshot in a plane, side by side in memory for drawing and searching. Immutable once
/// made, so that a thread may draw it.
struct LatentPoints {
    std::vector<float> x;
    std::vector<float> y;
    /// Row of the table of each point, ascending.
    std::shared_ptr<const RowList> rows;
    /// Of the finite points; empty when there are none.
    std::optional<Range> xBounds;
    std::optional<Range> yBounds;

    std::size_t count() const { return x.size(); }
    QPointF at(std::size_t point) const { return {x[point], y[point]}; }
    PointSpan span() const { return {x.data(), y.data(), x.size()}; }
    /// The point of a row of the table, if it is in the sub-sample.
    std::optional<std::size_t> pointOfRow(Index row) const;
};

/// The most by which points of a one-dimensional latent space are set apart.
inline constexpr float kJitter = 0.4f;

/// Where `plane` shows the means; of another latent space, the first two dimensions. A one-dimensional latent
/// space has no second dimension: y is then a fixed scatter by row within ±kJitter, so that points do not
/// hide each other.
LatentPoints projectLatents(const LatentSnapshot& snapshot, const MapPlane& plane);

/// The points around a pixel.
struct PointsNear {
    /// Nearest first.
    std::vector<std::size_t> nearest;
    /// All within the radius, also those not listed.
    std::size_t total = 0;
};

/// At most `limit` points within `radius` logical pixels, of those that `counts` (if there is such) does not
/// refuse. Looks at every point unless there is an index of them.
PointsNear pointsNear(const LatentPoints& points, const PlotTransform& transform, QPointF pixel,
                      double radius, std::size_t limit, const PointIndex* index = nullptr,
                      const std::function<bool(std::size_t)>& counts = {});

}  // namespace latentscape::ui
