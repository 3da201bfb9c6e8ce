#include "core/data/row_order.h"

#include <algorithm>
#include <functional>

namespace latentscape {

RowList sortedRows(const Column& column, RowList rows, bool descending) {
    const auto present = [&](Index row) { return !column.missing[std::size_t(row)]; };
    const auto value = [&](Index row) { return column.values[std::size_t(row)]; };
    // Iterators in place of a subrange: clang 14, which builds the fuzz target, rejects the one of GCC 12.
    const auto firstMissing = std::stable_partition(rows.begin(), rows.end(), present);
    if (descending)
        std::ranges::stable_sort(rows.begin(), firstMissing, std::ranges::greater{}, value);
    else
        std::ranges::stable_sort(rows.begin(), firstMissing, std::ranges::less{}, value);
    return rows;
}

}  // namespace latentscape
