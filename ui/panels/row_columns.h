#pragma once

#include <QTableView>

#include "ui/models/row_table_model.h"

namespace latentscape::ui {

/// Gives the columns of a table the room that their names and first cells need, within limits.
void arrangeRowColumns(QTableView& table, const RowTableModel& rows);

}  // namespace latentscape::ui
