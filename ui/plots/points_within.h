#pragma once

#include <QPolygonF>
#include <cstddef>
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

}  // namespace latentscape::ui
