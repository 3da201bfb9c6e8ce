#pragma once

#include <optional>
#include <vector>

#include "core/data/dataset.h"

namespace latentscape {

/// One thing worth knowing about a column before it is learned.
struct ColumnFinding {
    /// Its kind and evidence. The fact `column` is the column's name; the others depend on the code:
    /// - ColumnAllMissing
    /// - ColumnConstant: `value`
    /// - ColumnNearConstant: `value`, `others` and `rows` (how many of the present rows differ), `share`
    /// (theirs,
    ///   in percent)
    /// - ColumnOfManyTexts: `distinct`
    /// - ColumnCountsRows: `from`, `to`
    /// - ColumnIsIdentifier: `rows`
    /// - ColumnDuplicate: `other`, the earlier column of the same values
    /// - ColumnLooksSentinel: `value` as the cells show it, `count`, `nearest` (the value next to it)
    /// - ColumnSuggestsCount: `mean`, `variance`
    Problem problem;
    /// Whether it is a reason not to learn the column, unless a person wishes it; otherwise it is a remark
    /// only.
    bool leavesOut = false;
    /// Of ColumnDuplicate: the place of the earlier column.
    std::optional<Index> sameAs;

    bool operator==(const ColumnFinding&) const = default;
};

/// For each column of a table what was found, the weightiest first.
using ColumnFindings = std::vector<std::vector<ColumnFinding>>;

/// Pure, on all cores; a few passes over each column. Columns of a picture or of a numbered series are alike
/// by nature and are never found near-constant, duplicate or to hold a sentinel.
ColumnFindings checkColumns(const Dataset& dataset);

/// At most this share of the present rows may differ in a near-constant column.
inline constexpr double kNearConstantShare = 0.005;

}  // namespace latentscape
