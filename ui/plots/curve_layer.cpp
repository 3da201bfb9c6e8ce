#include "ui/plots/curve_layer.h"

#include <QFontMetricsF>
#include <QPaintEngine>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/plots/plot_chart.h"

namespace latentscape::ui {
namespace {

// Logical pixels.
constexpr double kDotRadius = 3;
constexpr double kRingRadius = 4;
constexpr double kLabelPadding = 4;
/// The pointer is on a marker's line within this distance.
constexpr double kNearMarker = 5;
/// The sign of a finding or of a divergence at the foot of its line.
constexpr double kSignSize = 5;
/// How much of its colour the band of a dense curve has.
constexpr double kBandStrength = 0.3;
/// Qt fills the outline of a wide line as one shape, in a time that grows with the square of how often it is
/// crossed in a row of pixels: on screen, a jagged line is drawn in pieces of so many segments.
constexpr qsizetype kStrokeSegments = 8;

}  // namespace

CurveLayer::CurveLayer(PlotChart& chart) : QGraphicsItem(&chart), m_chart(chart) {
    setZValue(10);
    setAcceptedMouseButtons(Qt::NoButton);
}

void CurveLayer::setLines(std::vector<Line> lines) {
    m_lines = std::move(lines);
    update();
}

void CurveLayer::setMarkers(std::vector<CurveMarker> markers, std::vector<double> places) {
    m_markers = std::move(markers);
    m_markerPlaces = std::move(places);
    update();
}

std::vector<MarkerGroup> CurveLayer::markerGroups() const {
    const PlotTransform shown = m_chart.transform();
    std::vector<double> pixels;
    for (const double place : m_markerPlaces)
        pixels.push_back(shown.toPixel({place, 0}).x());
    return groupMarkers(m_markers, pixels, shown.area, QFontMetricsF(m_chart.font()));
}

std::span<const CurveMarker> CurveLayer::markersNear(QPointF pixel) const {
    for (const MarkerGroup& group : markerGroups())
        if (std::abs(group.x - pixel.x()) <= kNearMarker || group.label.contains(pixel))
            return std::span(m_markers).subspan(group.first, group.count);
    return {};
}

void CurveLayer::setDot(const std::optional<Dot>& dot) {
    m_dot = dot;
    update();
}

void CurveLayer::setReference(const std::optional<Reference>& reference) {
    m_reference = reference;
    update();
}

void CurveLayer::setPin(std::optional<double> x) {
    m_pin = x;
    update();
}

double CurveLayer::markerLabelHeight() const {
    return double(std::min(m_markers.size(), kMarkerLabelLines)) * QFontMetricsF(m_chart.font()).height();
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
    paintReference(*painter, shown);
    paintMarkerLines(*painter, shown);
    for (const Line& line : m_lines)
        paintBandOf(*painter, shown, line);

    painter->setRenderHint(QPainter::Antialiasing);
    for (const Line& line : m_lines)
        paintLine(*painter, shown, line);
    paintReferenceLabel(*painter, shown);
    paintMarkerLabels(*painter);
    if (m_dot)
        paintDot(*painter, shown);
    if (m_pin)
        paintPin(*painter, shown);
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

void CurveLayer::paintReference(QPainter& painter, const PlotTransform& shown) const {
    if (!m_reference)
        return;
    const double y = std::round(shown.toPixel({0, m_reference->y}).y());
    painter.setPen(QPen(m_theme.mutedText, 1, Qt::DashDotLine));
    painter.drawLine(QPointF(shown.area.left(), y), QPointF(shown.area.right(), y));
}

void CurveLayer::paintReferenceLabel(QPainter& painter, const PlotTransform& shown) const {
    if (!m_reference)
        return;
    const QFontMetricsF metrics(m_chart.font());
    QString text = m_reference->text;
    const double y = shown.toPixel({0, m_reference->y}).y();
    // A level that is not in sight is told where it lies.
    if (y < shown.area.top())
        text += QStringLiteral(" ↑");
    else if (y > shown.area.bottom())
        text += QStringLiteral(" ↓");
    const double height = metrics.height();
    const double width = metrics.horizontalAdvance(text) + 2 * kLabelPadding;
    const double above = y - height - 1;
    const double lowest = shown.area.bottom() - height;
    const double highest = shown.area.top();
    const double top = above >= highest ? std::min(above, lowest) : std::clamp(y + 2, highest, lowest);
    const QRectF label(shown.area.right() - width, top, width, height);
    QColor ground = m_theme.surface;
    ground.setAlphaF(0.75f);
    painter.fillRect(label, ground);
    painter.setFont(m_chart.font());
    painter.setPen(m_theme.mutedText);
    painter.drawText(label, Qt::AlignCenter, text);
}

QColor CurveLayer::colourOf(CurveMarker::Kind kind) const {
    switch (kind) {
        case CurveMarker::Kind::Finding:
            return m_theme.warning;
        case CurveMarker::Kind::Divergence:
            return m_theme.failure;
        case CurveMarker::Kind::Change:
        case CurveMarker::Kind::Event:
            break;
    }
    return mixed(m_theme.surface, m_theme.text, 0.35);
}

CurveMarker::Kind CurveLayer::gravest(const MarkerGroup& group) const {
    const auto members = std::span(m_markers).subspan(group.first, group.count);
    return std::ranges::max(members, {}, &CurveMarker::kind).kind;
}

void CurveLayer::paintMarkerLines(QPainter& painter, const PlotTransform& shown) const {
    for (const MarkerGroup& group : markerGroups()) {
        const CurveMarker::Kind kind = gravest(group);
        const Qt::PenStyle style = kind == CurveMarker::Kind::Event ? Qt::DotLine : Qt::DashLine;
        painter.setPen(QPen(colourOf(kind), 1, style));
        painter.drawLine(QPointF(group.x, shown.area.top()), QPointF(group.x, shown.area.bottom()));
        if (kind < CurveMarker::Kind::Finding)
            continue;
        painter.setPen(Qt::NoPen);
        painter.setBrush(colourOf(kind));
        const QPointF foot(group.x, shown.area.bottom());
        painter.drawPolygon(QPolygonF{foot - QPointF(kSignSize, 0), foot - QPointF(0, 1.8 * kSignSize),
                                      foot + QPointF(kSignSize, 0)});
    }
}

void CurveLayer::paintMarkerLabels(QPainter& painter) const {
    painter.setFont(m_chart.font());
    QColor ground = m_theme.surface;
    ground.setAlphaF(0.85f);
    for (const MarkerGroup& group : markerGroups()) {
        if (group.label.isEmpty())
            continue;
        painter.fillRect(group.label, ground);
        painter.setPen(m_theme.mutedText);
        painter.drawText(group.label, Qt::AlignCenter, group.text);
    }
}

void CurveLayer::paintPin(QPainter& painter, const PlotTransform& shown) const {
    const double x = std::round(shown.toPixel({*m_pin, 0}).x()) + 0.5;
    painter.setPen(QPen(m_theme.accent, 1.5));
    painter.drawLine(QPointF(x, shown.area.top()), QPointF(x, shown.area.bottom()));
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
    // In a drawing that is saved, a line is one to whoever edits it.
    const bool inPixels = painter.paintEngine()->type() == QPaintEngine::Raster;
    forEachPiece(line.points, shown, [&](const QPolygonF& piece) {
        if (piece.size() == 1) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(line.colour);
            painter.drawEllipse(piece.front(), kDotRadius, kDotRadius);
        } else {
            painter.setPen(QPen(line.colour, line.width, Qt::SolidLine, Qt::RoundCap, Qt::BevelJoin));
            const qsizetype segments = inPixels ? kStrokeSegments : piece.size();
            for (qsizetype first = 0; first + 1 < piece.size(); first += segments)
                painter.drawPolyline(piece.constData() + first,
                                     int(std::min(segments + 1, piece.size() - first)));
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
    if (m_crosshair) {
        const double x = std::round(shown.toPixel({*m_crosshair, 0}).x()) + 0.5;
        painter.setPen(QPen(mixed(m_theme.surface, m_theme.text, 0.5), 1));
        painter.drawLine(QPointF(x, shown.area.top()), QPointF(x, shown.area.bottom()));
    }
    painter.setPen(QPen(m_theme.surface, 1.5));
    for (const Line& dots : m_dots) {
        painter.setBrush(dots.colour);
        for (const QPointF& dot : dots.points)
            painter.drawEllipse(shown.toPixel(dot), kDotRadius + 1, kDotRadius + 1);
    }
}

}  // namespace latentscape::ui
