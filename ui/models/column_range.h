#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/data/dataset.h"

namespace latentscape::ui {

/// The smallest and the largest value of a column; for categories, their indices.
struct ColumnRange {
    double minimum = 0;
    double maximum = 0;

    double span() const { return maximum - minimum; }
    /// Where `value` lies, from 0 to 1; in the middle if the column never varies.
    double fraction(double value) const;
};

/// Over the cells that are present; empty if there is none. Categories count whether or not a row has them.
std::optional<ColumnRange> columnRange(const Column& column);

/// Of each column of a table; looks at every cell.
using ColumnRangesPtr = std::shared_ptr<const std::vector<ColumnRange>>;
ColumnRangesPtr columnRanges(const Dataset& dataset);

}  // namespace latentscape::ui
