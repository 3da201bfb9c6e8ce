#pragma once

#include <QPolygonF>
#include <cstddef>
#include <optional>
#include <vector>

#include "ui/plots/plot_transform.h"
#include "ui/plots/scatter_rasterizer.h"

namespace latentscape::ui {

/// Points by index, ascending.
using PointList = std::vector<std::size_t>;

/// The points that a closed line encloses; the line is in logical pixels of the plot and closes itself. Where
/// it crosses itself, what is enclosed twice is outside (the even-odd rule). Only points in the plot's area
/// count, and none that is not a number.
PointList pointsInside(const PointSpan& points, const PlotTransform& transform, const QPolygonF& outline);

/// The points within `radius` logical pixels of a path (a single place is a path, too), under the same
/// conditions.
PointList pointsAlong(const PointSpan& points, const PlotTransform& transform, const QPolygonF& path,
                      double radius);

/// A part of a map that a hand has marked, in logical pixels.
struct MapArea {
    QPolygonF line;
    /// How far the brush reaches from the line; without a brush the line encloses the area.
    std::optional<double> brush;
};

/// Of pointsAlong() for a brush, else of pointsInside().
PointList pointsWithin(const PointSpan& points, const PlotTransform& transform, const MapArea& area);

}  // namespace latentscape::ui
