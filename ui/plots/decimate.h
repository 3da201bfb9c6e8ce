#pragma once

#include <QList>
#include <QPointF>
#include <cstddef>
#include <span>

#include "ui/plots/plot_transform.h"

namespace latentscape::ui {

/// The part of a curve within `visible`, and one point beyond each end so that the line runs to the edges,
/// thinned to the lowest and the highest point of each of `columns` pixel columns: the picture is the same,
/// at most two points a column. `x` ascends. The first and the last visible point stay, and a NaN in `y`
/// stays as one gap (a point with NaN).
QList<QPointF> decimateMinMax(std::span<const double> x, std::span<const double> y, const Range& visible,
                              int columns);

/// The mean of each of `columns` pixel columns of the same part of a curve, at the mean of their x: the trend
/// of a curve that is too dense to be read. Gaps stay.
QList<QPointF> columnMeans(std::span<const double> x, std::span<const double> y, const Range& visible,
                           int columns);

/// The points that decimateMinMax() would look at.
std::size_t visiblePointCount(std::span<const double> x, const Range& visible);

}  // namespace latentscape::ui
