#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/data/dataset.h"
#include "core/data/sampler.h"

namespace latentscape {

/// Told now and then which share of the rows has been looked at; false cancels.
using RowProgress = std::function<bool(double share)>;

/// The rows for which `expression` (see parseRowExpression) is true; ascending. A row for which the answer is
/// not known, because it depends on a missing cell, is left out (Kleene's logic, as in SQL): `mass > 3` is
/// not known where the mass is missing, `missing(mass) || mass > 3` is true. Empty if it was cancelled.
/// Throws Error(FilterNotUnderstood).
std::optional<RowList> filterRows(const Dataset& dataset, const std::string& expression,
                                  const RowProgress& progress = {});

}  // namespace latentscape
