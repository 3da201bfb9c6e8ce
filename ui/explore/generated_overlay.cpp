#include "ui/explore/generated_overlay.h"

#include <algorithm>

namespace latentscape::ui {
namespace {

// In pixels.
constexpr qreal kRadius = 3;
constexpr qreal kLine = 1.25;

}  // namespace

GeneratedOverlay::GeneratedOverlay(LatentScatterView& map, QObject* parent)
    : MapOverlay(Level::AbovePoints, parent), m_map(map) {
    connect(&map, &LatentScatterView::planeChanged, this, &GeneratedOverlay::project);
    map.addOverlay(this);
}

void GeneratedOverlay::setPlaces(Matrix places) {
    m_places = std::move(places);
    project();
}

void GeneratedOverlay::setShown(bool shown) {
    if (shown == m_shown)
        return;
    m_shown = shown;
    emit changed();
}

void GeneratedOverlay::project() {
    m_points.clear();
    const MapPlane& plane = m_map.plane();
    // For a moment, the map may be of another latent space.
    const bool fits = m_places.rows() == plane.projection.axes.rows();
    const Index count = fits ? std::min(m_places.cols(), kMostPoints) : 0;
    for (Index i = 0; i < count; ++i) {
        const QPointF point = plane.of(m_places.col(i));
        if (std::isfinite(point.x()) && std::isfinite(point.y()))
            m_points.push_back(point);
    }
    emit changed();
}

void GeneratedOverlay::paint(QPainter& painter, const PlotTransform& shown, const PlotTheme& theme) const {
    if (!m_shown)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    // Like none of the classes.
    painter.setPen(QPen(theme.text, kLine));
    painter.setBrush(Qt::NoBrush);
    const QRectF seen = shown.area.adjusted(-kRadius, -kRadius, kRadius, kRadius);
    for (const QPointF& point : m_points) {
        const QPointF pixel = shown.toPixel(point);
        if (seen.contains(pixel))
            painter.drawEllipse(pixel, kRadius, kRadius);
    }
}

}  // namespace latentscape::ui
