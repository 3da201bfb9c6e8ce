#include "ui/plots/scatter_layer.h"

#include <QPainter>
#include <algorithm>

#include "ui/plots/plot_chart.h"

namespace latentscape::ui {
namespace {

/// Small points grow when they are marked, in logical pixels.
constexpr double kSmallestMarker = 4;
constexpr double kHoverRing = 1.5;
constexpr double kSelectionRing = 2.5;
/// Between point and ring, and around the ring, so that it stands out from any crowd in both themes.
constexpr double kGap = 1;
constexpr double kHalo = 1.5;

}  // namespace

ScatterLayer::ScatterLayer(PlotChart& chart) : QGraphicsItem(&chart), m_chart(chart) {
    setZValue(10);
    setAcceptedMouseButtons(Qt::NoButton);
}

void ScatterLayer::setPicture(QImage picture, const PlotTransform& drawnWith) {
    m_picture = std::move(picture);
    m_drawnWith = drawnWith;
    update();
}

void ScatterLayer::setPointRadius(double radius) {
    m_pointRadius = radius;
    update();
}

void ScatterLayer::setTheme(const PlotTheme& theme) {
    m_theme = theme;
    update();
}

void ScatterLayer::setHovered(const std::optional<Marker>& marker) {
    if (marker == m_hovered)
        return;
    m_hovered = marker;
    update();
}

void ScatterLayer::setSelected(const std::optional<Marker>& marker) {
    if (marker == m_selected)
        return;
    m_selected = marker;
    update();
}

void ScatterLayer::addOverlay(MapOverlay* overlay) {
    m_overlays.emplace_back(overlay);
    // The chart lives as long as the layer and is a QObject; the layer is none.
    QObject::connect(overlay, &MapOverlay::changed, &m_chart, [this] { update(); });
    update();
}

QRectF ScatterLayer::boundingRect() const {
    return m_chart.transform().area;
}

void ScatterLayer::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    const PlotTransform shown = m_chart.transform();
    painter->setClipRect(shown.area);
    paintOverlays(*painter, shown, MapOverlay::Level::BelowPoints);
    paintPicture(*painter, shown);
    paintOverlays(*painter, shown, MapOverlay::Level::AbovePoints);

    painter->setRenderHint(QPainter::Antialiasing);
    const double radius = std::max(m_pointRadius, kSmallestMarker);
    if (m_hovered)
        paintMarker(*painter, shown, *m_hovered, radius, kHoverRing);
    if (m_selected)
        paintMarker(*painter, shown, *m_selected, radius + 1, kSelectionRing);
}

void ScatterLayer::paintOverlays(QPainter& painter, const PlotTransform& shown,
                                 MapOverlay::Level level) const {
    for (const QPointer<MapOverlay>& overlay : m_overlays) {
        if (!overlay || overlay->level() != level)
            continue;
        painter.save();
        overlay->paint(painter, shown, m_theme);
        painter.restore();
    }
}

void ScatterLayer::paintPicture(QPainter& painter, const PlotTransform& shown) const {
    if (m_picture.isNull())
        return;
    if (m_drawnWith == shown) {
        // Pixel on pixel: the chart's plot area lies on whole logical pixels.
        painter.drawImage(shown.area.topLeft(), m_picture);
        return;
    }
    const QRectF target(shown.toPixel({m_drawnWith.x.min, m_drawnWith.y.max}),
                        shown.toPixel({m_drawnWith.x.max, m_drawnWith.y.min}));
    painter.drawImage(target, m_picture);
}

void ScatterLayer::paintMarker(QPainter& painter, const PlotTransform& shown, const Marker& marker,
                               double radius, double ringWidth) const {
    const QPointF centre = shown.toPixel(marker.value);
    const double ring = radius + kGap + ringWidth / 2;
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.surface);
    painter.drawEllipse(centre, ring + ringWidth / 2 + kHalo, ring + ringWidth / 2 + kHalo);
    painter.setBrush(marker.colour);
    painter.drawEllipse(centre, radius, radius);
    painter.setPen(QPen(m_theme.text, ringWidth));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(centre, ring, ring);
}

}  // namespace latentscape::ui
