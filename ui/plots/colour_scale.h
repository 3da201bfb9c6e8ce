#pragma once

#include <QColor>
#include <QString>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/data/dataset.h"
#include "ui/models/groups.h"
#include "ui/plots/palette.h"

namespace latentscape::ui {

/// One line of a legend.
struct LegendEntry {
    QString text;
    QRgb colour = 0;
    /// Rows of the table.
    Index count = 0;
    /// Of these rows.
    std::uint8_t code = 0;

    bool operator==(const LegendEntry&) const = default;
};

/// The values at both ends of a colour bar.
struct ColourBarRange {
    double min = 0;
    double max = 0;
    QString minText;
    QString maxText;
    /// As wide on both sides of 0, with a colour for each side.
    bool isSigned = false;

    bool operator==(const ColourBarRange&) const = default;
};

/// How the values of a column, or other facts about rows, look: a code for each row of the table, a colour
/// for each code, and the legend that explains them.
struct ColourScale {
    QString title;
    std::vector<std::uint8_t> codes;
    /// Opaque.
    ColourTable colours{};
    /// Classes in order, then "other", then "missing"; of a number column only "missing". Empty classes are
    /// left out.
    std::vector<LegendEntry> entries;
    /// Set for a number column with any values.
    std::optional<ColourBarRange> bar;

    /// Of a row of the table.
    QRgb colourOf(Index row) const { return colours[codes[std::size_t(row)]]; }
};

/// At most this many classes have a colour of their own; with more, the largest ones do but for one place.
inline constexpr int kMaxColouredClasses = 12;

/// Codes 0 to kNumberShades − 1 are shades of numbers, or classes in the order of their colours; no row has
/// the one after these.
inline constexpr int kNumberShades = 253;
inline constexpr std::uint8_t kUnusedCode = 253;
inline constexpr std::uint8_t kOtherCode = 254;
inline constexpr std::uint8_t kMissingCode = 255;

/// Binary, Category and Text columns are classes, and so is a Number column of few different whole numbers.
/// Other numbers run from their 2 % to their 98 % quantile, so that one outlier does not make all the rest
/// one colour. Where these have different signs, colours diverge from 0.
ColourScale makeColourScale(const Column& column, const PlotTheme& theme);

/// Of numbers that some rows of a table with `totalRows` have, value i that of row rows[i]; NaN is missing.
/// Rows that are not among them are not in the legend.
ColourScale makeNumberScale(const QString& title, std::span<const float> values, std::span<const Index> rows,
                            Index totalRows, const PlotTheme& theme);

/// Each group in its own colour, by its number the code of its rows; a row in several has the first, and
/// those in none are "in no group". Groups whose number is beyond all codes look alike.
ColourScale makeGroupScale(std::span<const Group> groups, Index totalRows, const PlotTheme& theme);

}  // namespace latentscape::ui
