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
constexpr int kIntervalsFrom = 440;
/// Names keep at least this share of the width.
constexpr double kNameShare = 0.34;

}  // namespace

RowTable::RowTable(ReconstructionModel& model, bool withIntervals, QWidget* parent)
    : DataTable(parent), m_model(model), m_withIntervals(withIntervals), m_widths(Model::SectionCount) {
    setModel(&model);
    setItemDelegateForColumn(Model::Original, new CellEditDelegate(this));
    setAccessibleName(tr("Original, reconstruction and error of each column"));
    setSelectionMode(SingleSelection);
    setEditTriggers(DoubleClicked | EditKeyPressed);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionResizeMode(Model::Name, QHeaderView::Stretch);
    horizontalHeader()->setMinimumSectionSize(kNarrowest);
    horizontalHeader()->setTextElideMode(Qt::ElideRight);
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
        width = 0;
        for (const QString& text : m_model.wideTexts(section))
            width = std::max(width, fontMetrics().horizontalAdvance(text));
        width += kPadding;
    }
    arrange();
}

void RowTable::arrange() {
    const bool intervals = m_withIntervals && viewport()->width() >= kIntervalsFrom;
    setColumnHidden(Model::Interval, !intervals);
    m_widths[Model::Interval] = intervals ? 2 * m_widths[Model::Original] : 0;
    int wanted = 0;
    for (const int width : m_widths)
        wanted += width;
    // Errors are short, and what people look for.
    const int error = std::max(kNarrowest, m_widths[Model::Error]);
    const double room = (1 - kNameShare) * viewport()->width() - error;
    const int others = wanted - m_widths[Model::Error];
    const double share = others > room ? room / others : 1;
    setColumnWidth(Model::Error, error);
    for (const Model::Section section : {Model::Original, Model::Reconstruction, Model::Interval})
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
