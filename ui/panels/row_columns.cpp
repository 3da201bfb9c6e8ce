#include "ui/panels/row_columns.h"

#include <QHeaderView>
#include <algorithm>

#include "ui/support/cell_text.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kCellPadding = 18;
/// For the sort indicator.
constexpr int kHeaderPadding = 30;
constexpr int kNarrowest = 56;
constexpr int kWidest = 220;
// Only so much of a table is measured.
constexpr int kMeasuredColumns = 200;
constexpr Index kMeasuredRows = 40;

}  // namespace

void arrangeRowColumns(QTableView& table, const RowTableModel& rows) {
    if (!rows.dataset())
        return;
    const QFontMetrics metrics = table.fontMetrics();
    const Index measuredRows = std::min(rows.dataset()->rows(), kMeasuredRows);
    const QLocale locale;
    for (int i = 0; i < std::min(rows.columnCount(), kMeasuredColumns); ++i) {
        const Column& column = rows.dataset()->column(i);
        int width = metrics.horizontalAdvance(QString::fromStdString(column.name)) + kHeaderPadding;
        for (Index row = 0; row < measuredRows; ++row)
            width = std::max(width, metrics.horizontalAdvance(cellText(locale, column, row)) + kCellPadding);
        table.horizontalHeader()->resizeSection(i, std::clamp(width, kNarrowest, kWidest));
    }
}

}  // namespace latentscape::ui
