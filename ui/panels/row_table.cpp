#include "ui/panels/row_table.h"

#include <QEvent>
#include <QHeaderView>
#include <algorithm>

#include "ui/models/reconstruction_model.h"
#include "ui/panels/cell_edit_delegate.h"

namespace latentscape::ui {
namespace {

using Model = ReconstructionModel;

// In pixels.
constexpr int kPadding = 16;
constexpr int kNarrowest = 44;
/// Names keep at least this share of the width.
constexpr double kNameShare = 0.28;

}  // namespace

RowTable::RowTable(ReconstructionModel& model, bool withIntervals, QWidget* parent)
    : DataTable(parent), m_model(model), m_widths(Model::SectionCount) {
    setModel(&model);
    setItemDelegateForColumn(Model::Original, new CellEditDelegate(this));
    setColumnHidden(Model::Interval, !withIntervals);
    setAccessibleName(tr("Original, reconstruction and error of each column"));
    setSelectionMode(SingleSelection);
    setEditTriggers(DoubleClicked | EditKeyPressed);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionResizeMode(Model::Name, QHeaderView::Stretch);
    horizontalHeader()->setMinimumSectionSize(kNarrowest);
    horizontalHeader()->setSectionsClickable(true);
    horizontalHeader()->setSortIndicatorShown(true);
    // Only the error sorts; anything else brings back the order of the table.
    connect(horizontalHeader(), &QHeaderView::sortIndicatorChanged, &model, &Model::sort);
    connect(&model, &QAbstractItemModel::modelReset, this, &RowTable::measure);
    measure();
}

void RowTable::measure() {
    for (const Model::Section section : {Model::Original, Model::Reconstruction, Model::Error}) {
        int& width = m_widths[std::size_t(section)];
        width = fontMetrics().horizontalAdvance(
            m_model.headerData(section, Qt::Horizontal, Qt::DisplayRole).toString());
        for (const QString& text : m_model.wideTexts(section))
            width = std::max(width, fontMetrics().horizontalAdvance(text));
        width += kPadding;
    }
    m_widths[Model::Interval] = isColumnHidden(Model::Interval) ? 0 : 2 * m_widths[Model::Original];
    arrange();
}

void RowTable::arrange() {
    int wanted = 0;
    for (const int width : m_widths)
        wanted += width;
    const double room = (1 - kNameShare) * viewport()->width();
    const double share = wanted > room ? room / wanted : 1;
    for (const Model::Section section :
         {Model::Original, Model::Reconstruction, Model::Error, Model::Interval})
        setColumnWidth(section, std::max(kNarrowest, int(share * m_widths[std::size_t(section)])));
}

void RowTable::resizeEvent(QResizeEvent* event) {
    DataTable::resizeEvent(event);
    arrange();
}

void RowTable::changeEvent(QEvent* event) {
    DataTable::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        measure();
}

}  // namespace latentscape::ui
