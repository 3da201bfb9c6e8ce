#pragma once

#include <QList>
#include <QPointF>
#include <cstddef>
#include <span>

#include "ui/plots/curve_values.h"
#include "ui/plots/plot_transform.h"

namespace latentscape::ui {

// Curves as they are drawn. All of these take a time that grows with the pixel columns, not with the points.
// `x` ascends and may be longer than `y`; what it has more does not count. A gap is one point with NaN in y.

/// The part of a curve within `visible`, and one point beyond each end so that the line runs to the edges,
/// thinned to the lowest and the highest point of each of `columns` pixel columns: the picture is the same,
/// at most three points a column. The first and the last visible point stay.
QList<QPointF> decimateMinMax(std::span<const double> x, const CurveValues& y, const Range& visible,
                              int columns);

/// The mean of each of `columns` pixel columns of the same part of a curve: the trend of a curve that is too
/// dense to be read.
QList<QPointF> columnMeans(std::span<const double> x, const CurveValues& y, const Range& visible,
                           int columns);

/// The same, each the mean of what lies around it by the weights of a Gaussian whose standard deviation is
/// `spread` times the visible span (Nadaraya 1964, Watson 1964). What lies just outside counts too.
QList<QPointF> smoothed(std::span<const double> x, const CurveValues& y, const Range& visible, int columns,
                        double spread);

/// The points that decimateMinMax() stands for.
std::size_t visiblePointCount(std::span<const double> x, const Range& visible);

}  // namespace latentscape::ui
