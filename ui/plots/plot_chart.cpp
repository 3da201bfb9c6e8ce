#include "ui/plots/plot_chart.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QGraphicsLayout>
#include <algorithm>
#include <cmath>

#include "ui/plots/log_axis.h"

namespace latentscape::ui {
namespace {

constexpr double kPixelsPerXTick = 80;
constexpr double kPixelsPerYTick = 32;
constexpr double kMostXTicks = 10;
constexpr double kMostYTicks = 7;
/// Of a tick label, of an axis title, and of the smallest gap, in logical pixels.
constexpr double kLabelPadding = 6;
constexpr double kTitlePadding = 6;
constexpr double kOuterMargin = 8;
/// Numbers from here on are written with an exponent.
constexpr double kHuge = 1e6;
/// There is more room for them below a plot.
constexpr double kHugeX = 1e7;
/// More decimals than these are written with an exponent where that is shorter.
constexpr int kMostDecimals = 4;

}  // namespace

double niceStep(double span, double count) {
    const double rough = span / std::max(count, 1.0);
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    const double digits = rough / power;
    return power * (digits < 1.5 ? 1 : digits < 3.5 ? 2 : digits < 7.5 ? 5 : 10);
}

int decimalsOfStep(double step) {
    return std::max(0, -int(std::floor(std::log10(step) + 1e-9)));
}

PlotChart::PlotChart(const QString& xTitle, const QString& yTitle)
    : m_xAxis(new QValueAxis(this)), m_yAxis(new QValueAxis(this)), m_logAxis(new LogAxis(*this)) {
    addAxis(m_xAxis, Qt::AlignBottom);
    addAxis(m_yAxis, Qt::AlignLeft);
    for (QValueAxis* axis : {m_xAxis, m_yAxis}) {
        axis->setTickType(QValueAxis::TicksDynamic);
        axis->setLineVisible(false);
        axis->setTruncateLabels(false);
    }
    setTitles(xTitle, yTitle);
    legend()->hide();
    setMargins({});
    layout()->setContentsMargins(0, 0, 0, 0);
    setBackgroundRoundness(0);
    setAnimationOptions(NoAnimation);
    setLocalizeNumbers(true);
}

void PlotChart::setTitles(const QString& xTitle, const QString& yTitle) {
    if (xTitle == m_xAxis->titleText() && yTitle == m_yAxis->titleText())
        return;
    m_xAxis->setTitleText(xTitle);
    m_yAxis->setTitleText(yTitle);
    arrange();
}

void PlotChart::setTheme(const PlotTheme& theme) {
    setBackgroundBrush(theme.surface);
    setBackgroundPen(Qt::NoPen);
    for (QValueAxis* axis : {m_xAxis, m_yAxis}) {
        axis->setLabelsBrush(theme.mutedText);
        axis->setTitleBrush(theme.mutedText);
        axis->setGridLinePen(QPen(theme.grid, 1));
    }
    m_logAxis->setTheme(theme);
}

void PlotChart::setRanges(const Range& x, const Range& y) {
    if (x == m_x && y == m_y)
        return;
    m_x = x;
    m_y = y;
    updateTicks();
    m_logAxis->update();
}

void PlotChart::setLogarithmic(bool logarithmic) {
    if (logarithmic == m_logAxis->isVisible())
        return;
    m_logAxis->setVisible(logarithmic);
    m_yAxis->setLabelsVisible(!logarithmic);
    m_yAxis->setGridLineVisible(!logarithmic);
}

void PlotChart::resizeEvent(QGraphicsSceneResizeEvent* event) {
    QChart::resizeEvent(event);
    arrange();
}

void PlotChart::changeEvent(QEvent* event) {
    QChart::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        arrange();
}

void PlotChart::arrange() {
    for (QValueAxis* axis : {m_xAxis, m_yAxis}) {
        axis->setLabelsFont(font());
        axis->setTitleFont(font());
    }
    const QFontMetricsF metrics(font());
    const double title = metrics.height() + kTitlePadding;
    const double left = metrics.horizontalAdvance(QStringLiteral("−00.00")) + kLabelPadding +
                        (m_yAxis->titleText().isEmpty() ? 0 : title) + kOuterMargin;
    const double bottom =
        metrics.height() + kLabelPadding + (m_xAxis->titleText().isEmpty() ? 0 : title) + kOuterMargin / 2;
    const QRectF area =
        QRectF(QPointF(), size()).adjusted(left, kOuterMargin, -2 * kOuterMargin, -bottom).toRect();
    if (area.width() < 1 || area.height() < 1)
        return;
    m_area = area;
    setPlotArea(area);
    m_logAxis->areaChanged();
    updateTicks();
    emit areaChanged();
}

void PlotChart::updateTicks() {
    const double longest = std::max(std::abs(m_x.min), std::abs(m_x.max));
    const double label = QFontMetricsF(font()).horizontalAdvance(QString::number(longest, 'f', 0));
    updateTicks(m_xAxis, m_x, std::min(m_area.width() / std::max(kPixelsPerXTick, 2 * label), kMostXTicks));
    updateTicks(m_yAxis, m_y, std::min(m_area.height() / kPixelsPerYTick, kMostYTicks));
}

void PlotChart::updateTicks(QValueAxis* axis, const Range& range, double tickCount) {
    const double step = niceStep(range.span(), tickCount);
    // Ticks lie a hair above their values: rounding would make the one at zero "-0.0".
    const double nudge = 1e-9 * step;
    const bool huge = std::max(std::abs(range.min), std::abs(range.max)) >=
                      (axis->alignment() == Qt::AlignBottom ? kHugeX : kHuge);
    // A tiny step over the old, wide range would make thousands of ticks: a range that shrinks goes first.
    const bool shrinks = range.span() < axis->max() - axis->min();
    if (shrinks)
        axis->setRange(range.min, range.max + 2 * nudge);
    const int decimals = decimalsOfStep(step);
    axis->setLabelFormat(huge                       ? QStringLiteral("%.3g")
                         : decimals > kMostDecimals ? QStringLiteral("%.2g")
                                                    : QStringLiteral("%.%1f").arg(decimals));
    axis->setTickInterval(step);
    axis->setTickAnchor(nudge);
    if (!shrinks)
        axis->setRange(range.min, range.max + 2 * nudge);
}

}  // namespace latentscape::ui
