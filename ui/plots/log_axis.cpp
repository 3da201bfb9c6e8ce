#include "ui/plots/log_axis.h"

#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/plots/plot_chart.h"

namespace latentscape::ui {
namespace {

constexpr double kPixelsPerTick = 32;
/// Fewer decades than this are divided evenly in values.
constexpr double kFewDecades = 0.7;
constexpr double kLabelGap = 6;

QString tickText(double value) {
    const double size = std::abs(value);
    return size >= 1e5 || size < 1e-3 ? QLocale().toString(value, 'g', 3) : QLocale().toString(value, 'g', 5);
}

}  // namespace

std::vector<double> logarithmicTicks(const Range& logarithms, double count) {
    std::vector<double> ticks;
    if (logarithms.span() < kFewDecades) {
        const double low = std::pow(10, logarithms.min), high = std::pow(10, logarithms.max);
        const double step = niceStep(high - low, count);
        const double rounding = 1e-9;
        for (double tick = std::ceil(low / step - rounding); tick * step <= high * (1 + rounding); ++tick)
            ticks.push_back(tick * step);
        return ticks;
    }
    const bool divided = logarithms.span() * 3 <= 1.5 * count;
    const int stride = std::max(1, int(std::ceil(logarithms.span() / std::max(count, 1.0))));
    for (int decade = int(std::floor(logarithms.min)); decade <= logarithms.max; ++decade) {
        if (!divided && decade % stride != 0)
            continue;
        for (const double factor : {1, 2, 5}) {
            const double tick = factor * std::pow(10, decade);
            const double place = std::log10(tick);
            if (place >= logarithms.min - 1e-9 && place <= logarithms.max + 1e-9)
                ticks.push_back(tick);
            if (!divided)
                break;
        }
    }
    return ticks;
}

LogAxis::LogAxis(PlotChart& chart) : QGraphicsItem(&chart), m_chart(chart) {
    setZValue(5);
    setAcceptedMouseButtons(Qt::NoButton);
    hide();
}

void LogAxis::setTheme(const PlotTheme& theme) {
    m_theme = theme;
    update();
}

QRectF LogAxis::boundingRect() const {
    const QRectF area = m_chart.transform().area;
    return {0, area.top() - 10, area.right(), area.height() + 20};
}

void LogAxis::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    const PlotTransform shown = m_chart.transform();
    const QFontMetricsF metrics(m_chart.font());
    painter->setFont(m_chart.font());
    for (const double tick : logarithmicTicks(shown.y, shown.area.height() / kPixelsPerTick)) {
        const double y = std::round(shown.toPixel({0, std::log10(tick)}).y());
        painter->setPen(QPen(m_theme.grid, 1));
        painter->drawLine(QPointF(shown.area.left(), y), QPointF(shown.area.right(), y));
        painter->setPen(m_theme.mutedText);
        painter->drawText(
            QRectF(0, y - metrics.height() / 2, shown.area.left() - kLabelGap, metrics.height()),
            Qt::AlignRight | Qt::AlignVCenter, tickText(tick));
    }
}

}  // namespace latentscape::ui
