#pragma once

#include <QString>
#include <functional>
#include <optional>

#include "core/data/row_filter.h"

namespace latentscape::ui {

/// The rows that `query` means, ascending; empty if it was cancelled (see RowProgress).
///
/// `column = value` finds rows by one column, `mass > 3 && sex == "male"` by any question of
/// parseRowExpression(). Anything else finds rows with a cell that contains the text, in upper or lower case,
/// or is the number. Throws Error(FilterNotUnderstood) for a question that is none, unless some cell contains
/// its text.
std::optional<RowList> searchRows(const Dataset& dataset, const QString& query,
                                  const RowProgress& progress = {});

}  // namespace latentscape::ui
