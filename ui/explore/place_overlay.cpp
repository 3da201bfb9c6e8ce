#include "ui/explore/place_overlay.h"

#include <QPainterPath>
#include <array>

namespace latentscape::ui {
namespace {

// In pixels.
constexpr qreal kRing = 5;
constexpr qreal kArm = 11;
constexpr qreal kPin = 6;
constexpr qreal kNameGap = 10;
constexpr qreal kNamePadding = 3;

/// Whether a place of the model that the plane belongs to; the two change one after the other.
bool fits(const MapPlane& plane, const Vector& place) {
    return place.size() > 0 && place.size() == plane.projection.axes.rows();
}

/// A line that can be seen on any point: `ink` on a seam of the ground.
void stroke(QPainter& painter, const QPainterPath& path, const PlotTheme& theme, const QColor& ink,
            qreal width) {
    painter.setBrush(Qt::NoBrush);
    for (const auto& [colour, extra] : {std::pair{theme.surface, 2.5}, {ink, 0.0}}) {
        painter.setPen(QPen(colour, width + extra));
        painter.drawPath(path);
    }
}

}  // namespace

PlaceOverlay::PlaceOverlay(Exploration& exploration, QObject* parent)
    : MapOverlay(Level::AbovePoints, parent), m_exploration(exploration) {
    connect(&exploration, &Exploration::placeChanged, this, &MapOverlay::changed);
    connect(&exploration, &Exploration::pinsChanged, this, &MapOverlay::changed);
}

void PlaceOverlay::setPlane(const MapPlane& plane) {
    m_plane = plane;
    emit changed();
}

void PlaceOverlay::setCrosshair(bool crosshair) {
    m_crosshair = crosshair;
    emit changed();
}

void PlaceOverlay::paint(QPainter& painter, const PlotTransform& shown, const PlotTheme& theme) const {
    painter.setRenderHint(QPainter::Antialiasing);
    for (const Exploration::Pin& pin : m_exploration.pins())
        if (fits(m_plane, pin.place))
            paintPin(painter, shown, theme, pin);
    if (fits(m_plane, m_exploration.place()))
        paintPlace(painter, shown, theme);
}

void PlaceOverlay::paintPlace(QPainter& painter, const PlotTransform& shown, const PlotTheme& theme) const {
    const bool untouched = m_exploration.place().isZero();
    if (!m_crosshair && (m_exploration.placeRow() || untouched))
        return;
    const QPointF centre = shown.toPixel(m_plane.of(m_exploration.place()));
    QPainterPath cross;
    cross.addEllipse(centre, kRing, kRing);
    const QRectF reach =
        m_crosshair ? shown.area : QRectF(centre - QPointF(kArm, kArm), QSizeF(2 * kArm, 2 * kArm));
    for (const auto& [from, to] : {std::pair{QPointF(reach.left(), centre.y()), centre - QPointF(kRing, 0)},
                                   {centre + QPointF(kRing, 0), QPointF(reach.right(), centre.y())},
                                   {QPointF(centre.x(), reach.top()), centre - QPointF(0, kRing)},
                                   {centre + QPointF(0, kRing), QPointF(centre.x(), reach.bottom())}}) {
        cross.moveTo(from);
        cross.lineTo(to);
    }
    stroke(painter, cross, theme, theme.text, m_crosshair ? 1 : 1.5);
}

void PlaceOverlay::paintPin(QPainter& painter, const PlotTransform& shown, const PlotTheme& theme,
                            const Exploration::Pin& pin) const {
    const QPointF centre = shown.toPixel(m_plane.of(pin.place));
    QPainterPath diamond;
    diamond.addPolygon(QPolygonF({centre - QPointF(0, kPin), centre + QPointF(kPin, 0),
                                  centre + QPointF(0, kPin), centre - QPointF(kPin, 0)}));
    diamond.closeSubpath();
    painter.fillPath(diamond, theme.accent);
    stroke(painter, diamond, theme, theme.text, 1);

    const QFontMetricsF metrics(painter.font());
    QRectF room(0, 0, metrics.horizontalAdvance(pin.name) + 2 * kNamePadding,
                metrics.height() + kNamePadding);
    room.moveCenter(centre);
    room.moveLeft(centre.x() + kNameGap);
    // To the other side where it would be cut off.
    if (room.right() > shown.area.right())
        room.moveRight(centre.x() - kNameGap);
    QColor ground = theme.surface;
    ground.setAlphaF(0.85F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(room, kNamePadding, kNamePadding);
    painter.setPen(theme.text);
    painter.drawText(room, Qt::AlignCenter, pin.name);
}

}  // namespace latentscape::ui
