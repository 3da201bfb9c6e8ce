#pragma once

#include <QString>

#include "core/data/column_summary.h"

namespace latentscape::ui {

/// `number`, `yes/no`, …
QString columnTypeText(ColumnType type);

/// `32.1 … 59.6 · mean 43.9` of a number column, `Adelie 44 % · Gentoo 36 % · …` of categories; empty if no
/// cell is present.
QString columnValuesText(const Column& column, const ColumnSummary& summary);

/// `3 %`, `<0.1 %`; empty if nothing is missing.
QString missingShareText(const ColumnSummary& summary);

}  // namespace latentscape::ui
