#pragma once

#include "core/data/column_summary.h"
#include "ui/plots/colour_scale.h"

namespace latentscape::ui {

/// How many rows of one class stand in each bar of a histogram.
struct ClassBins {
    QString text;
    QRgb colour = 0;
    /// One count for each of `summary.bins`, or of `summary.top` where the column has categories.
    std::vector<Index> counts;
};

/// The bars of a column's histogram by the classes of a colour scale, in the order of its legend; classes
/// that have no row here are left out. Empty where the scale has a colour bar instead of classes.
std::vector<ClassBins> binsByClass(const Column& column, const ColumnSummary& summary,
                                   const ColourScale& scale);

}  // namespace latentscape::ui
