#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/data/row_filter.h"
#include "core/data/sampler.h"

namespace latentscape {

/// What a person says of the rows: which ones are learned from or judged by, and how these are divided.
struct RowRequest {
    /// Keeps the rows for which it is true (see parseRowExpression); all if blank.
    std::string filter;
    /// Rows that are left out, by index, each a row of the table.
    std::vector<Index> excluded;
    /// Keeps at most so many of what is left, chosen by the seed.
    std::optional<Index> sampleRows;
    /// Keeps equally many rows of each class of the label, as many as its smallest class has or `sampleRows`
    /// allows; a row without a label is left out.
    bool balanced = false;
    /// A column that divides the rows; see divideRows(). By the seed if empty.
    std::string splitBy;

    bool operator==(const RowRequest&) const = default;
};

/// Whether its filter can be understood and the rows that it leaves out are there, without the time that
/// filtering takes. Throws Error(FilterNotUnderstood, ExcludedRowUnknown).
void checkRows(const Dataset& dataset, const RowRequest& request);

/// The rows that `request` keeps; ascending. Empty if it was cancelled.
/// Throws Error(FilterNotUnderstood, ExcludedRowUnknown, BalanceNeedsClasses).
std::optional<RowList> keptRows(const Dataset& dataset, std::optional<Index> label, const RowRequest& request,
                                const Random& random, const RowProgress& progress = {});

/// Divides `rows` into those that are learned from and those that only judge.
///
/// By the seed, if `splitBy` is empty: see splitRows(). If all texts in the column `splitBy` are usual names
/// of parts (train, training, learn; validation, valid, val, dev, test, holdout; in any case), by these,
/// whatever the share. By any other column, rows with the same value stay together: whole groups, chosen by
/// the seed, are held back until about round(rows · validationShare) rows are, at least one group (unless the
/// share is 0) and never all. Rows without a value are in neither part. Throws Error(UnknownColumn,
/// SplitNeedsGroups).
Split divideRows(const Dataset& dataset, const RowList& rows, const std::string& splitBy,
                 double validationShare, const Random& random);

/// keptRows(), divided. Throws Error as they do, and TooFewRowsKept if fewer than `fewest` rows are left.
Split splitAsRequested(const Dataset& dataset, std::optional<Index> label, const RowRequest& request,
                       double validationShare, const Random& random, Index fewest);

}  // namespace latentscape
