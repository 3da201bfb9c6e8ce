#pragma once

#include <QString>

#include "core/analysis/differences.h"

namespace latentscape::ui {

/// How the first set differs from the second: `higher: median 5.4 against 3.1`. `column` is the table's.
QString directionText(const ColumnDifference& difference, const Column& column);

/// `p < 0.001`, `p = 0.034`
QString pText(double p);

/// `+0.83` of numbers, `0.83` where there is no direction.
QString effectText(const ColumnDifference& difference);

/// All that is known of it, in a few lines.
QString differenceHelp(const ColumnDifference& difference, const Column& column);

/// The category, or that these are all that are not shown on their own.
QString categoryName(const ColumnDifference::Share& share, const Column& column);

}  // namespace latentscape::ui
