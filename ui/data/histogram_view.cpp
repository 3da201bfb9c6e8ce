#include "ui/data/histogram_view.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/panels/panel_colours.h"
#include "ui/support/cell_text.h"

namespace latentscape::ui {
namespace {

// In pixels.
constexpr int kAxisGap = 3;
constexpr qreal kBarHeight = 5;
constexpr int kLinePadding = 10;

QString rowsText(Index count) {
    return count == 1 ? HistogramView::tr("1 row") : HistogramView::tr("%Ln rows", nullptr, int(count));
}

}  // namespace

HistogramView::HistogramView(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("How often which values occur"));
}

void HistogramView::show(DatasetPtr dataset, std::optional<Index> column, ColumnSummaryPtr summary) {
    m_dataset = std::move(dataset);
    m_column = column;
    m_summary = std::move(summary);
    m_classes.clear();
    update();
}

void HistogramView::setClasses(std::vector<ClassBins> classes) {
    m_classes = std::move(classes);
    update();
}

std::vector<ColouredBins> HistogramView::layers() const {
    std::vector<ColouredBins> layers;
    for (const ClassBins& one : m_classes)
        layers.push_back({.colour = QColor(one.colour), .counts = one.counts});
    if (!layers.empty())
        return layers;
    ColouredBins all{.colour = originalColour(palette()), .counts = m_summary->bins};
    if (!hasBins())
        for (const ColumnSummary::Share& share : m_summary->top)
            all.counts.push_back(share.count);
    return {all};
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
    paintBins(painter, area, layers());
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
    const std::vector<ColouredBins> layers = this->layers();
    std::size_t bar = 0;
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
        qreal left = track.left();
        for (const ColouredBins& layer : layers) {
            const qreal part = track.width() * double(layer.counts[bar]) / most;
            painter.fillRect(QRectF(left, track.top(), part, kBarHeight), layer.colour);
            left += part;
        }
        ++bar;
        line.translate(0, lineHeight());
    }
}

QString HistogramView::binText(std::size_t bin) const {
    const double bins = double(m_summary->bins.size());
    const double span = m_summary->upper - m_summary->lower;
    const double lower = m_summary->lower + span * double(bin) / bins;
    const double upper = m_summary->lower + span * double(bin + 1) / bins;
    const QString count = rowsText(m_summary->bins[bin]);
    const int decimals = computedDecimals(column()->decimals, span);
    const auto text = [&](double value, int places) { return valueText(locale(), *column(), value, places); };
    // Bins of whole numbers begin half below the first one.
    const bool areWhole = m_summary->lower < m_summary->minimum;
    if (bins == 1 && !areWhole)
        return tr("%1: %2").arg(text(lower, column()->decimals), count);
    if (areWhole && span == bins)
        return tr("%1: %2").arg(text(lower + 0.5, 0), count);
    if (areWhole)
        return tr("%1 to %2: %3").arg(text(lower + 0.5, 0), text(upper - 0.5, 0), count);
    return tr("%1 to %2: %3").arg(text(lower, decimals), text(upper, decimals), count);
}

QString HistogramView::shareText(const ColumnSummary::Share& share) const {
    return tr("%1: %2").arg(QString::fromStdString(column()->categories[std::size_t(share.category)]),
                            rowsText(share.count));
}

QString HistogramView::classesText(std::size_t bar) const {
    QStringList parts;
    for (const ClassBins& one : m_classes)
        if (one.counts[bar] > 0)
            parts.append(tr("%1 %2").arg(one.text, locale().toString(qlonglong(one.counts[bar]))));
    return parts.join(QStringLiteral(" · "));
}

QString HistogramView::barText(const QPoint& place) const {
    if (!m_summary || !column() || !barArea().contains(place))
        return {};
    QString text;
    std::size_t bar = 0;
    if (hasBins()) {
        const double fraction = (place.x() + 0.5) / double(width());
        bar = std::min(std::size_t(fraction * double(m_summary->bins.size())), m_summary->bins.size() - 1);
        text = binText(bar);
    } else {
        bar = std::size_t(place.y() / lineHeight());
        if (column()->type == ColumnType::Text || bar >= m_summary->top.size())
            return {};
        text = shareText(m_summary->top[bar]);
    }
    const QString classes = classesText(bar);
    return classes.isEmpty() ? text : text + '\n' + classes;
}

bool HistogramView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), barText(help->pos()), this);
    return true;
}

}  // namespace latentscape::ui
