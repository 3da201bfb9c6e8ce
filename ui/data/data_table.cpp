#include "ui/data/data_table.h"

#include <QApplication>
#include <QHeaderView>

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kRowPadding = 8;
constexpr int kNarrowest = 40;

}  // namespace

DataTable::DataTable(QWidget* parent) : QTableView(parent) {
    setFrameShape(NoFrame);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setWordWrap(false);
    setSelectionBehavior(SelectRows);
    setTabKeyNavigation(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setCornerButtonEnabled(false);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + kRowPadding);
    verticalHeader()->setHighlightSections(false);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(kNarrowest);
    // The third click on a header brings back the order of the table.
    horizontalHeader()->setSortIndicatorClearable(true);
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    connect(this, &QTableView::clicked, this, [this](const QModelIndex& index) {
        if (QApplication::keyboardModifiers() == Qt::NoModifier)
            emit plainlyClicked(index);
    });
}

}  // namespace latentscape::ui
