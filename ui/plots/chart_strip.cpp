#include "ui/plots/chart_strip.h"

#include <QScrollBar>
#include <algorithm>

namespace latentscape::ui {
namespace {

// Logical pixels.
constexpr int kNarrowest = 245;
constexpr int kLowest = 150;

}  // namespace

ChartStrip::ChartStrip(QWidget* parent) : QScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    auto* const content = new QWidget(this);
    content->setBackgroundRole(QPalette::Base);
    content->setAutoFillBackground(true);
    setWidget(content);
}

void ChartStrip::add(QWidget* chart) {
    chart->setParent(widget());
    m_charts.push_back(chart);
    arrange();
}

void ChartStrip::arrange() {
    std::vector<QWidget*> shown;
    std::ranges::copy_if(m_charts, std::back_inserter(shown),
                         [](const QWidget* chart) { return !chart->isHidden(); });
    if (shown.empty())
        return;
    const int count = int(shown.size());
    const QSize whole = maximumViewportSize();
    const int mostRows = std::max(1, whole.height() / kLowest);
    const auto columnsOf = [count](int rows) { return (count + rows - 1) / rows; };
    int rows = 1;
    while (rows < mostRows && rows < count && columnsOf(rows) * kNarrowest > whole.width())
        ++rows;
    const int columns = columnsOf(rows);
    const bool scrolls = columns * kNarrowest > whole.width();
    const int width = scrolls ? columns * kNarrowest : whole.width();
    const int height = whole.height() - (scrolls ? horizontalScrollBar()->sizeHint().height() : 0);
    widget()->resize(width, height);
    for (int i = 0; i < count; ++i) {
        const int column = i % columns, row = i / columns;
        const QPoint from(width * column / columns, height * row / rows);
        const QPoint to(width * (column + 1) / columns, height * (row + 1) / rows);
        shown[std::size_t(i)]->setGeometry(QRect(from, to - QPoint(1, 1)));
    }
}

void ChartStrip::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    arrange();
}

}  // namespace latentscape::ui
