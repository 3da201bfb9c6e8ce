#include "ui/plots/scatter_canvas.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QStyle>
#include <QWheelEvent>
#include <cmath>

#include "ui/plots/plot_chart.h"
#include "ui/plots/scatter_layer.h"

namespace latentscape::ui {
namespace {

/// A notch of the wheel (120 units) shows 1/1.2 as much.
constexpr double kZoomPerWheelUnit = 1.0015;
constexpr double kZoomPerKey = 1.25;
/// Share of what is shown.
constexpr double kPanPerKey = 0.1;
/// Logical pixels that the hand may tremble during a click.
constexpr double kDragStart = 4;
constexpr int kGlideMilliseconds = 260;

}  // namespace

ScatterCanvas::ScatterCanvas(QWidget* parent)
    : QChartView(new PlotChart({}, {}), parent),
      m_chart(static_cast<PlotChart*>(chart())),
      m_layer(new ScatterLayer(*m_chart)) {
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setMinimumSize(160, 120);
    setAccessibleName(tr("Map of the latent space"));
    setAccessibleDescription(tr("Arrow keys move, plus and minus zoom, F shows all points"));

    m_glide.setStartValue(0.0);
    m_glide.setEndValue(1.0);
    m_glide.setDuration(kGlideMilliseconds);
    m_glide.setEasingCurve(QEasingCurve::OutCubic);
    connect(&m_glide, &QVariantAnimation::valueChanged, this, [this](const QVariant& share) {
        m_chart->setRanges(between(m_glideStart.x, m_glideEnd.x, share.toDouble()),
                           between(m_glideStart.y, m_glideEnd.y, share.toDouble()));
        emit transformChanged();
    });
    connect(m_chart, &PlotChart::areaChanged, this, [this] {
        m_layer->areaChanged();
        emit transformChanged();
    });
}

PlotTransform ScatterCanvas::transform() const {
    return m_chart->transform();
}

void ScatterCanvas::setAxisTitles(const QString& xTitle, const QString& yTitle) {
    m_chart->setTitles(xTitle, yTitle);
}

void ScatterCanvas::setTheme(const PlotTheme& theme) {
    m_chart->setTheme(theme);
    m_layer->setTheme(theme);
    setBackgroundBrush(theme.surface);
}

void ScatterCanvas::setTool(MapTool tool) {
    if (tool == m_tool)
        return;
    if (m_tool == MapTool::Decode)
        emit placeLeft();
    m_tool = tool;
    showCursor();
    emit toolChanged(tool);
}

void ScatterCanvas::showCursor() {
    if (m_tool == MapTool::Decode)
        viewport()->setCursor(Qt::CrossCursor);
    else
        viewport()->unsetCursor();
}

void ScatterCanvas::jumpTo(const Range& x, const Range& y) {
    m_glide.stop();
    m_chart->setRanges(x, y);
    m_layer->update();
    emit transformChanged();
}

void ScatterCanvas::glideTo(const Range& x, const Range& y) {
    if (style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) == 0 || !isVisible()) {
        jumpTo(x, y);
        return;
    }
    m_glide.stop();
    m_glideStart = transform();
    m_glideEnd = {x, y, {}};
    m_glide.start();
}

void ScatterCanvas::navigateTo(const PlotTransform& target) {
    emit navigated();
    jumpTo(target.x, target.y);
}

bool ScatterCanvas::viewportEvent(QEvent* event) {
    // The scene would answer a resting pointer with an empty tooltip and so take away the one of the point.
    return event->type() == QEvent::ToolTip || QChartView::viewportEvent(event);
}

void ScatterCanvas::wheelEvent(QWheelEvent* event) {
    const PlotTransform shown = transform();
    const QPointF position = event->position();
    const double factor = std::pow(kZoomPerWheelUnit, -event->angleDelta().y());
    const bool overYAxis = position.x() < shown.area.left();
    const bool overXAxis = position.y() > shown.area.bottom();
    navigateTo(
        shown.zoomed(position, overYAxis && !overXAxis ? 1 : factor, overXAxis && !overYAxis ? 1 : factor));
    event->accept();
}

void ScatterCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = event->position();
    m_pressedTransform = transform();
    m_dragging = false;
}

void ScatterCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (!m_pressed) {
        const PlotTransform shown = transform();
        const bool inside = shown.area.contains(event->position());
        if (m_tool == MapTool::Decode && inside)
            emit placePointed(shown.toValue(event->position()));
        else if (m_tool == MapTool::Decode)
            emit placeLeft();
        else if (inside)
            emit pointerMoved(event->position());
        else
            emit pointerLeft();
        return;
    }
    const QPointF moved = event->position() - *m_pressed;
    if (!m_dragging && std::hypot(moved.x(), moved.y()) < kDragStart)
        return;
    if (!m_dragging) {
        m_dragging = true;
        viewport()->setCursor(Qt::ClosedHandCursor);
        emit pointerLeft();
    }
    navigateTo(m_pressedTransform.panned(moved));
}

void ScatterCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_pressed)
        return;
    const QPointF pressed = *m_pressed;
    m_pressed.reset();
    showCursor();
    const PlotTransform shown = transform();
    if (!m_dragging && shown.area.contains(pressed)) {
        if (m_tool == MapTool::Decode)
            emit placeChosen(shown.toValue(pressed));
        else
            emit clicked(pressed);
    }
    m_dragging = false;
}

void ScatterCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    m_pressed.reset();
    if (event->button() == Qt::LeftButton)
        emit fitRequested();
}

void ScatterCanvas::keyPressEvent(QKeyEvent* event) {
    const PlotTransform shown = transform();
    const QPointF centre = shown.area.center();
    const double dx = shown.area.width() * kPanPerKey;
    const double dy = shown.area.height() * kPanPerKey;
    switch (event->key()) {
        case Qt::Key_Left:
            return navigateTo(shown.panned({dx, 0}));
        case Qt::Key_Right:
            return navigateTo(shown.panned({-dx, 0}));
        case Qt::Key_Up:
            return navigateTo(shown.panned({0, dy}));
        case Qt::Key_Down:
            return navigateTo(shown.panned({0, -dy}));
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return navigateTo(shown.zoomed(centre, 1 / kZoomPerKey, 1 / kZoomPerKey));
        case Qt::Key_Minus:
            return navigateTo(shown.zoomed(centre, kZoomPerKey, kZoomPerKey));
        case Qt::Key_F:
            emit fitRequested();
            return;
        default:
            QChartView::keyPressEvent(event);
    }
}

void ScatterCanvas::leaveEvent(QEvent* event) {
    QChartView::leaveEvent(event);
    if (m_tool == MapTool::Decode)
        emit placeLeft();
    emit pointerLeft();
}

}  // namespace latentscape::ui
