#pragma once

#include <QPainter>

#include "core/data/column_summary.h"

namespace latentscape::ui {

/// Bars of a number column's bins over the width of `area`, the highest one as high as it.
void paintBins(QPainter& painter, const QRectF& area, const std::vector<Index>& bins, const QColor& colour);

/// One bar as wide as `area` whose parts are the shares of the most frequent categories, paler and paler,
/// with the rest in the track's colour.
void paintShares(QPainter& painter, const QRectF& area, const ColumnSummary& summary, const QColor& colour,
                 const QColor& track);

}  // namespace latentscape::ui
