#include "ui/data/histogram_view.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/data/histogram.h"
#include "ui/panels/panel_colours.h"
#include "ui/support/cell_text.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kAxisGap = 3;
constexpr qreal kBarHeight = 5;
constexpr int kLinePadding = 10;

}  // namespace

HistogramView::HistogramView(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("How often which values occur"));
}

void HistogramView::show(DatasetPtr dataset, std::optional<Index> column, ColumnSummaryPtr summary) {
    m_dataset = std::move(dataset);
    m_column = column;
    m_summary = std::move(summary);
    update();
}

const Column* HistogramView::column() const {
    return m_dataset && m_column ? &m_dataset->column(*m_column) : nullptr;
}

int HistogramView::lineHeight() const {
    return fontMetrics().height() + kLinePadding;
}

QRect HistogramView::barArea() const {
    return hasBins() ? rect().adjusted(0, 0, 0, -fontMetrics().height() - kAxisGap) : rect();
}

void HistogramView::paintEvent(QPaintEvent*) {
    if (!m_summary || !column())
        return;
    QPainter painter(this);
    if (hasBins())
        paintNumbers(painter);
    else if (column()->type != ColumnType::Text)
        paintCategories(painter);
}

void HistogramView::paintNumbers(QPainter& painter) const {
    const QRect area = barArea();
    paintBins(painter, area, m_summary->bins, originalColour(palette()));
    painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), palette().color(QPalette::Mid));
    painter.setPen(quietTextColour(palette()));
    const int decimals = originalDecimals(column()->decimals, m_summary->maximum - m_summary->minimum);
    const QRect line(area.left(), area.bottom() + kAxisGap, area.width(), fontMetrics().height());
    const auto text = [&](double value) { return valueText(locale(), *column(), value, decimals); };
    if (m_summary->minimum == m_summary->maximum) {
        painter.drawText(line, Qt::AlignCenter, text(m_summary->minimum));
        return;
    }
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, text(m_summary->minimum));
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, text(m_summary->maximum));
}

void HistogramView::paintCategories(QPainter& painter) const {
    if (m_summary->top.empty())
        return;
    const double most = double(m_summary->top.front().count);
    QRect line(0, 0, width(), lineHeight());
    for (const ColumnSummary::Share& share : m_summary->top) {
        if (line.bottom() > height())
            break;
        const QString percent = percentText(locale(), double(share.count) / double(m_summary->present()), 1);
        const int room = width() - fontMetrics().horizontalAdvance(percent) - kLinePadding;
        const QRect words = line.adjusted(0, 0, 0, -int(kBarHeight));
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(
                             QString::fromStdString(column()->categories[std::size_t(share.category)]),
                             Qt::ElideRight, room));
        painter.setPen(quietTextColour(palette()));
        painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, percent);
        const QRectF track(line.left(), line.bottom() - kBarHeight, line.width(), kBarHeight);
        painter.fillRect(track, trackColour(palette()));
        painter.fillRect(
            QRectF(track.topLeft(), QSizeF(track.width() * double(share.count) / most, kBarHeight)),
            originalColour(palette()));
        line.translate(0, lineHeight());
    }
}

QString HistogramView::binText(std::size_t bin) const {
    const double bins = double(m_summary->bins.size());
    const double span = m_summary->upper - m_summary->lower;
    const double lower = m_summary->lower + span * double(bin) / bins;
    const double upper = m_summary->lower + span * double(bin + 1) / bins;
    const QString count = locale().toString(qlonglong(m_summary->bins[bin]));
    const int decimals = computedDecimals(column()->decimals, span);
    const auto text = [&](double value, int places) { return valueText(locale(), *column(), value, places); };
    // A bin around one whole number, or around the only value.
    const bool isOneValue = bins == 1 || (m_summary->lower < m_summary->minimum && span == bins);
    if (isOneValue)
        return tr("%1: %2 rows").arg(text(lower + (upper - lower) / 2, column()->decimals), count);
    return tr("%1 to %2: %3 rows").arg(text(lower, decimals), text(upper, decimals), count);
}

QString HistogramView::shareText(const ColumnSummary::Share& share) const {
    return tr("%1: %2 rows")
        .arg(QString::fromStdString(column()->categories[std::size_t(share.category)]),
             locale().toString(qlonglong(share.count)));
}

QString HistogramView::barText(const QPoint& place) const {
    if (!m_summary || !column() || !barArea().contains(place))
        return {};
    if (hasBins()) {
        const double fraction = (place.x() + 0.5) / double(width());
        return binText(
            std::min(std::size_t(fraction * double(m_summary->bins.size())), m_summary->bins.size() - 1));
    }
    const std::size_t line = std::size_t(place.y() / lineHeight());
    const bool isOnShow = column()->type != ColumnType::Text && line < m_summary->top.size();
    return isOnShow ? shareText(m_summary->top[line]) : QString();
}

bool HistogramView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), barText(help->pos()), this);
    return true;
}

}  // namespace latentscape::ui
