#include "ui/plots/curve_gestures.h"

#include <QMouseEvent>
#include <QWheelEvent>
#include <QWidget>
#include <algorithm>
#include <cmath>

#include "ui/plots/plot_chart.h"

namespace latentscape::ui {
namespace {

/// A rubber band narrower than this was a click, in logical pixels.
constexpr double kSmallestBand = 5;
/// How much more is shown after one notch of the wheel.
constexpr double kZoomOfNotch = 1.25;
constexpr double kAngleOfNotch = 120;

}  // namespace

CurveGestures::CurveGestures(const PlotChart& chart, QWidget& surface, QObject* parent)
    : QObject(parent), m_chart(chart), m_surface(surface) {
    surface.setMouseTracking(true);
    surface.installEventFilter(this);
}

bool CurveGestures::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::MouseMove:
            move(static_cast<QMouseEvent*>(event)->position());
            return true;
        case QEvent::MouseButtonPress:
            press(*static_cast<QMouseEvent*>(event));
            return true;
        case QEvent::MouseButtonRelease:
            release(*static_cast<QMouseEvent*>(event));
            return true;
        case QEvent::MouseButtonDblClick:
            m_hold.reset();
            if (static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton)
                emit doubleClicked();
            return true;
        case QEvent::Wheel:
            wheel(*static_cast<QWheelEvent*>(event));
            return true;
        case QEvent::Leave:
            emit pointed(std::nullopt);
            return false;
        default:
            return QObject::eventFilter(watched, event);
    }
}

void CurveGestures::press(const QMouseEvent& event) {
    if (m_hold || (event.button() != Qt::LeftButton && event.button() != Qt::MiddleButton))
        return;
    m_hold = Hold{event.button(), event.position(), m_chart.transform()};
    if (event.button() == Qt::MiddleButton)
        m_surface.setCursor(Qt::ClosedHandCursor);
}

void CurveGestures::move(QPointF position) {
    const PlotTransform shown = m_chart.transform();
    if (m_hold && m_hold->button == Qt::MiddleButton) {
        emit rangeWanted(m_hold->shown.panned(position - m_hold->start).x);
        return;
    }
    if (m_hold && std::abs(position.x() - m_hold->start.x()) >= kSmallestBand)
        emit bandMoved(bandTo(position));
    const bool inside = shown.area.contains(position) || m_hold;
    const double x = std::clamp(shown.toValue(position).x(), shown.x.min, shown.x.max);
    emit pointed(inside ? std::optional<double>(x) : std::nullopt);
}

Range CurveGestures::bandTo(QPointF position) const {
    const Range& shown = m_hold->shown.x;
    const auto value = [&](QPointF pixel) {
        return std::clamp(m_hold->shown.toValue(pixel).x(), shown.min, shown.max);
    };
    const auto [min, max] = std::minmax({value(m_hold->start), value(position)});
    return {min, max};
}

void CurveGestures::release(const QMouseEvent& event) {
    if (!m_hold || event.button() != m_hold->button)
        return;
    const bool moved = std::abs(event.position().x() - m_hold->start.x()) >= kSmallestBand;
    const Range band = bandTo(event.position());
    const Hold held = *m_hold;
    m_hold.reset();
    if (held.button == Qt::MiddleButton) {
        m_surface.unsetCursor();
        return;
    }
    emit bandMoved(std::nullopt);
    if (moved && band.span() > 0)
        emit rangeWanted(band);
    else if (!moved && held.shown.area.contains(held.start))
        emit clicked(held.shown.toValue(held.start).x());
}

void CurveGestures::wheel(const QWheelEvent& event) {
    if (event.angleDelta().y() == 0)
        return;
    const double factor = std::pow(kZoomOfNotch, -event.angleDelta().y() / kAngleOfNotch);
    emit rangeWanted(m_chart.transform().zoomed(event.position(), factor, 1).x);
}

}  // namespace latentscape::ui
