#include "ui/plots/curve_layer.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/plots/plot_chart.h"

namespace latentscape::ui {
namespace {

// Logical pixels.
constexpr double kCurveWidth = 1.5;
constexpr double kDotRadius = 3;
constexpr double kRingRadius = 4;
constexpr double kLabelPadding = 4;
/// How much of its colour the band of a dense curve has.
constexpr double kBandStrength = 0.3;
/// Labels of markers that would overlap go to the next of so many lines; one that finds no place is left out.
constexpr std::size_t kLabelLines = 2;

}  // namespace

CurveLayer::CurveLayer(PlotChart& chart) : QGraphicsItem(&chart), m_chart(chart) {
    setZValue(10);
    setAcceptedMouseButtons(Qt::NoButton);
}

void CurveLayer::setLines(std::vector<Line> lines) {
    m_lines = std::move(lines);
    update();
}

void CurveLayer::setMarkers(std::vector<Marker> markers) {
    m_markers = std::move(markers);
    update();
}

void CurveLayer::setDot(const std::optional<Dot>& dot) {
    m_dot = dot;
    update();
}

double CurveLayer::markerLabelHeight() const {
    return double(std::min(m_markers.size(), kLabelLines)) * QFontMetricsF(m_chart.font()).height();
}

void CurveLayer::setCrosshair(std::optional<double> x, std::vector<Line> dots) {
    m_crosshair = x;
    m_dots = std::move(dots);
    update();
}

void CurveLayer::setChoice(const std::optional<Range>& range) {
    m_choice = range;
    update();
}

void CurveLayer::setTheme(const PlotTheme& theme) {
    m_theme = theme;
    update();
}

QRectF CurveLayer::boundingRect() const {
    return m_chart.transform().area.adjusted(-1, -1, 1, 1);
}

void CurveLayer::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    const PlotTransform shown = m_chart.transform();
    painter->setClipRect(boundingRect());
    // Long jagged lines are only fast without anti-aliasing, and faint enough not to need it.
    painter->setRenderHint(QPainter::Antialiasing, false);
    paintChoice(*painter, shown);
    paintMarkerLines(*painter, shown);
    for (const Line& line : m_lines)
        paintBandOf(*painter, shown, line);

    painter->setRenderHint(QPainter::Antialiasing);
    for (const Line& line : m_lines)
        paintLine(*painter, shown, line);
    paintMarkerLabels(*painter, shown);
    if (m_dot)
        paintDot(*painter, shown);
    if (m_crosshair)
        paintCrosshair(*painter, shown);
}

void CurveLayer::paintChoice(QPainter& painter, const PlotTransform& shown) const {
    if (!m_choice)
        return;
    QColor fill = m_theme.accent;
    fill.setAlphaF(0.15f);
    painter.fillRect(
        QRectF(shown.toPixel({m_choice->min, shown.y.max}), shown.toPixel({m_choice->max, shown.y.min})),
        fill);
}

void CurveLayer::paintMarkerLines(QPainter& painter, const PlotTransform& shown) const {
    painter.setPen(QPen(mixed(m_theme.surface, m_theme.text, 0.35), 1, Qt::DashLine));
    for (const Marker& marker : m_markers) {
        const double x = std::round(shown.toPixel({marker.x, 0}).x());
        painter.drawLine(QPointF(x, shown.area.top()), QPointF(x, shown.area.bottom()));
    }
}

void CurveLayer::paintMarkerLabels(QPainter& painter, const PlotTransform& shown) const {
    const QFontMetricsF metrics(m_chart.font());
    painter.setFont(m_chart.font());
    QColor ground = m_theme.surface;
    ground.setAlphaF(0.85f);
    std::array<double, kLabelLines> freeFrom;
    freeFrom.fill(shown.area.left());
    for (const Marker& marker : m_markers) {
        const double x = std::round(shown.toPixel({marker.x, 0}).x());
        if (x < shown.area.left() || x > shown.area.right())
            continue;
        const double width = metrics.horizontalAdvance(marker.text) + 2 * kLabelPadding;
        const double left = x + width < shown.area.right() ? x + 1 : x - width - 1;
        for (std::size_t line = 0; line < kLabelLines; ++line) {
            if (left < freeFrom[line])
                continue;
            const QRectF label(left, shown.area.top() + double(line) * metrics.height(), width,
                               metrics.height());
            painter.fillRect(label, ground);
            painter.setPen(m_theme.mutedText);
            painter.drawText(label, Qt::AlignCenter, marker.text);
            freeFrom[line] = label.right() + kLabelPadding;
            break;
        }
    }
}

template <class Draw>
void CurveLayer::forEachPiece(const QList<QPointF>& points, const PlotTransform& shown, Draw draw) {
    QPolygonF piece;
    for (const QPointF& point : points) {
        if (!std::isnan(point.y())) {
            piece.append(shown.toPixel(point));
        } else if (!piece.empty()) {
            draw(piece);
            piece.clear();
        }
    }
    if (!piece.empty())
        draw(piece);
}

void CurveLayer::paintBandOf(QPainter& painter, const PlotTransform& shown, const Line& line) const {
    painter.setPen(QPen(mixed(m_theme.surface, line.colour, kBandStrength), 1));
    forEachPiece(line.band, shown, [&](const QPolygonF& piece) { painter.drawPolyline(piece); });
}

void CurveLayer::paintLine(QPainter& painter, const PlotTransform& shown, const Line& line) const {
    forEachPiece(line.points, shown, [&](const QPolygonF& piece) {
        if (piece.size() == 1) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(line.colour);
            painter.drawEllipse(piece.front(), kDotRadius, kDotRadius);
        } else {
            painter.setPen(QPen(line.colour, kCurveWidth, Qt::SolidLine, Qt::RoundCap, Qt::BevelJoin));
            painter.drawPolyline(piece);
        }
    });
}

void CurveLayer::paintDot(QPainter& painter, const PlotTransform& shown) const {
    const QPointF place = shown.toPixel(m_dot->place);
    painter.setBrush(m_theme.surface);
    // Other curves keep off the ring.
    painter.setPen(Qt::NoPen);
    painter.drawEllipse(place, kRingRadius + 2, kRingRadius + 2);
    painter.setPen(QPen(m_dot->colour, 2));
    painter.drawEllipse(place, kRingRadius, kRingRadius);
}

void CurveLayer::paintCrosshair(QPainter& painter, const PlotTransform& shown) const {
    const double x = std::round(shown.toPixel({*m_crosshair, 0}).x()) + 0.5;
    painter.setPen(QPen(mixed(m_theme.surface, m_theme.text, 0.5), 1));
    painter.drawLine(QPointF(x, shown.area.top()), QPointF(x, shown.area.bottom()));
    painter.setPen(QPen(m_theme.surface, 1.5));
    for (const Line& dots : m_dots) {
        painter.setBrush(dots.colour);
        for (const QPointF& dot : dots.points)
            painter.drawEllipse(shown.toPixel(dot), kDotRadius + 1, kDotRadius + 1);
    }
}

}  // namespace latentscape::ui
