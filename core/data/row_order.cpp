#include "core/data/row_order.h"

#include <algorithm>

namespace latentscape {

RowList sortedRows(const Column& column, RowList rows, bool descending) {
    const auto missing =
        std::ranges::stable_partition(rows, [&](Index row) { return !column.missing[std::size_t(row)]; });
    const auto value = [&](Index row) { return column.values[std::size_t(row)]; };
    const auto present = std::ranges::subrange(rows.begin(), missing.begin());
    if (descending)
        std::ranges::stable_sort(present, std::ranges::greater{}, value);
    else
        std::ranges::stable_sort(present, std::ranges::less{}, value);
    return rows;
}

}  // namespace latentscape
