#include "ui/models/column_range.h"

#include <algorithm>

namespace latentscape::ui {

double ColumnRange::fraction(double value) const {
    return span() > 0 ? std::clamp((value - minimum) / span(), 0.0, 1.0) : 0.5;
}

std::optional<ColumnRange> columnRange(const Column& column) {
    if (column.hasCategories()) {
        if (column.categories.empty())
            return std::nullopt;
        return ColumnRange{.minimum = 0, .maximum = double(column.categories.size() - 1)};
    }
    std::optional<ColumnRange> range;
    for (std::size_t row = 0; row < column.values.size(); ++row) {
        if (column.missing[row])
            continue;
        const double value = column.values[row];
        if (!range)
            range = ColumnRange{.minimum = value, .maximum = value};
        range->minimum = std::min(range->minimum, value);
        range->maximum = std::max(range->maximum, value);
    }
    return range;
}

ColumnRangesPtr columnRanges(const Dataset& dataset) {
    std::vector<ColumnRange> ranges;
    for (const Column& column : dataset.columns())
        ranges.push_back(columnRange(column).value_or(ColumnRange{}));
    return std::make_shared<const std::vector<ColumnRange>>(std::move(ranges));
}

}  // namespace latentscape::ui
