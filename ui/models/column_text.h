#pragma once

#include <QString>

#include "core/data/dataset.h"

namespace latentscape::ui {

/// `number`, `yes/no`, …
QString columnTypeText(ColumnType type);

/// The range of a number column, or the first categories; empty if no cell is present.
QString columnValuesText(const Column& column);

}  // namespace latentscape::ui
