#pragma once

#include <QColor>
#include <QString>
#include <optional>
#include <vector>

#include "core/data/dataset.h"
#include "ui/plots/palette.h"

namespace latentscape::ui {

/// One line of a legend.
struct LegendEntry {
    QString text;
    QRgb colour = 0;
    /// Rows of the table.
    Index count = 0;

    bool operator==(const LegendEntry&) const = default;
};

/// The values at both ends of a colour bar.
struct ColourBarRange {
    double min = 0;
    double max = 0;
    QString minText;
    QString maxText;

    bool operator==(const ColourBarRange&) const = default;
};

/// How a column's values look: one opaque colour for each row of the table, and the legend that explains
/// them.
struct ColourScale {
    QString title;
    std::vector<QRgb> rows;
    /// Classes in order, then "other", then "missing"; of a number column only "missing". Empty classes are
    /// left out.
    std::vector<LegendEntry> entries;
    /// Set for a number column.
    std::optional<ColourBarRange> bar;
};

/// At most this many classes have a colour of their own; with more, the largest ones do but for one place.
inline constexpr int kMaxColouredClasses = 12;

/// Binary, Category and Text columns are classes, and so is a Number column of few different whole numbers.
/// Other numbers run from their 2 % to their 98 % quantile, so that one outlier does not make all the rest
/// one colour.
ColourScale makeColourScale(const Column& column, const PlotTheme& theme);

}  // namespace latentscape::ui
