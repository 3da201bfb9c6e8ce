#pragma once

#include <QPainter>

#include "core/data/column_summary.h"

namespace latentscape::ui {

/// Rows of one colour in each bar.
struct ColouredBins {
    QColor colour;
    std::vector<Index> counts;
};

/// Bars over the width of `area`, each of its layers from bottom to top, the highest one as high as the area.
void paintBins(QPainter& painter, const QRectF& area, const std::vector<ColouredBins>& layers);

/// One bar as wide as `area` whose parts are the shares of the most frequent categories, paler and paler,
/// with the rest in the track's colour.
void paintShares(QPainter& painter, const QRectF& area, const ColumnSummary& summary, const QColor& colour,
                 const QColor& track);

}  // namespace latentscape::ui
