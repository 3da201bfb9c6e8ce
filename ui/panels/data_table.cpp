#include "ui/panels/data_table.h"

#include <QApplication>
#include <QEvent>
#include <QHeaderView>
#include <QProxyStyle>

#include "ui/plots/palette.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kRowPadding = 8;
constexpr int kNarrowest = 40;
constexpr int kCellMargin = 6;

/// How much of the accent a selected row takes.
constexpr double kSelected = 0.16;

/// The program's style with room beside each text.
class RoomyStyle : public QProxyStyle {
public:
    RoomyStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override {
        if (metric == PM_HeaderMargin || metric == PM_FocusFrameHMargin)
            return kCellMargin;
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
};

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
    auto* const style = new RoomyStyle;
    style->setParent(this);
    for (QWidget* const part : {static_cast<QWidget*>(this), static_cast<QWidget*>(horizontalHeader()),
                                static_cast<QWidget*>(verticalHeader())})
        part->setStyle(style);
    // The third click on a header brings back the order of the table.
    horizontalHeader()->setSortIndicatorClearable(true);
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    connect(this, &QTableView::clicked, this, [this](const QModelIndex& index) {
        if (QApplication::keyboardModifiers() == Qt::NoModifier)
            emit plainlyClicked(index);
    });
    refreshColours();
}

void DataTable::refreshColours() {
    const QColor tint =
        mixed(palette().color(QPalette::Base), QApplication::palette().color(QPalette::Highlight), kSelected);
    const QColor text = palette().color(QPalette::Text);
    if (palette().color(QPalette::Highlight) == tint && palette().color(QPalette::HighlightedText) == text)
        return;
    // Only these two: the others go on following the window.
    QPalette calm;
    calm.setColor(QPalette::Highlight, tint);
    calm.setColor(QPalette::HighlightedText, text);
    setPalette(calm);
}

bool DataTable::event(QEvent* event) {
    const bool handled = QTableView::event(event);
    if (event->type() == QEvent::PaletteChange)
        refreshColours();
    return handled;
}

}  // namespace latentscape::ui
