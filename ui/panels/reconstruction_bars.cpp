#include "ui/panels/reconstruction_bars.h"

#include <QEvent>
#include <QHeaderView>
#include <algorithm>

#include "ui/models/reconstruction_model.h"
#include "ui/panels/bar_delegate.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kErrorPadding = 12;
// Names and bars keep at least this share of the width.
constexpr double kNameShare = 0.4;

}  // namespace

ReconstructionBars::ReconstructionBars(ReconstructionModel& model, QWidget* parent)
    : QTableView(parent), m_model(model) {
    setModel(&model);
    auto* const bars = new BarDelegate(this);
    setItemDelegateForColumn(ReconstructionModel::Name, bars);
    setItemDelegateForColumn(ReconstructionModel::Reconstruction, bars);
    viewport()->setBackgroundRole(QPalette::Window);
    setAccessibleName(tr("Original and reconstruction of each column"));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    setSelectionMode(QAbstractItemView::NoSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->hide();
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionResizeMode(ReconstructionModel::Name, QHeaderView::Stretch);
    // Painted as the upper line of its neighbour.
    setColumnHidden(ReconstructionModel::Original, true);
    setColumnHidden(ReconstructionModel::Interval, true);
    connect(&model, &QAbstractItemModel::modelReset, this, &ReconstructionBars::measure);
    measure();
}

void ReconstructionBars::measure() {
    const QFontMetrics metrics = fontMetrics();
    m_valuesWidth = BarDelegate::valuesWidth(metrics, m_model.wideTexts(ReconstructionModel::Reconstruction));
    m_errorWidth = kErrorPadding;
    for (const QString& text : m_model.wideTexts(ReconstructionModel::Error))
        m_errorWidth = std::max(m_errorWidth, metrics.horizontalAdvance(text) + kErrorPadding);
    verticalHeader()->setDefaultSectionSize(BarDelegate::rowHeight(metrics));
    arrange();
}

void ReconstructionBars::arrange() {
    const int room = int((1 - kNameShare) * width()) - m_errorWidth;
    setColumnWidth(ReconstructionModel::Error, m_errorWidth);
    setColumnWidth(ReconstructionModel::Reconstruction, std::min(m_valuesWidth, room));
}

void ReconstructionBars::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    arrange();
}

void ReconstructionBars::changeEvent(QEvent* event) {
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        measure();
}

}  // namespace latentscape::ui
