#include "ui/plots/scatter_canvas.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QStyle>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <utility>

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
      m_layer(new ScatterLayer(*m_chart)),
      m_marking(new MapMarking(this)) {
    m_layer->addOverlay(m_marking);
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setMinimumSize(160, 120);
    setAccessibleName(tr("Map of the latent space"));
    setAccessibleDescription(
        tr("Arrow keys move, plus and minus zoom, F shows all points, R, L and B are tools that select "
           "them, A selects all, E none, I the others, H shows those that are selected"));

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
    endMarking();
    m_marking->pointBrush(std::nullopt);
    // Each tool has its own way of marking what is under the pointer.
    if (m_tool == MapTool::Decode)
        emit placeLeft();
    else
        emit pointerLeft();
    m_tool = tool;
    showCursor({});
    emit toolChanged(tool);
}

void ScatterCanvas::offerDecoding() {
    m_offersDecoding = true;
    emit decodingOffered();
}

void ScatterCanvas::escape() {
    if (m_marking->isUnderWay())
        endMarking();
    else
        setTool(MapTool::Move);
}

void ScatterCanvas::endMarking() {
    if (!m_marking->isUnderWay())
        return;
    m_marking->end();
    m_pressed.reset();
    m_dragging = false;
}

void ScatterCanvas::showCursor(Qt::KeyboardModifiers modifiers) {
    const std::pair look(m_tool, selectionMode(modifiers));
    if (look == m_cursor)
        return;
    m_cursor = look;
    viewport()->setCursor(mapCursor(look.first, look.second));
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
    event->accept();
    const double factor = std::pow(kZoomPerWheelUnit, -event->angleDelta().y());
    if (m_tool == MapTool::Brush && event->modifiers() & Qt::ControlModifier) {
        m_marking->setBrush(m_marking->brush() / factor);
        return;
    }
    const PlotTransform shown = transform();
    const QPointF position = event->position();
    const bool overYAxis = position.x() < shown.area.left();
    const bool overXAxis = position.y() > shown.area.bottom();
    navigateTo(
        shown.zoomed(position, overYAxis && !overXAxis ? 1 : factor, overXAxis && !overYAxis ? 1 : factor));
}

void ScatterCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = event->position();
    m_pressedTransform = transform();
    m_dragging = false;
    const bool drawsRectangle = m_tool == MapTool::Move && event->modifiers() & Qt::ShiftModifier;
    const MapTool tool = drawsRectangle ? MapTool::Rectangle : m_tool;
    const bool marks = tool != MapTool::Move && tool != MapTool::Decode;
    if (!marks || !m_pressedTransform.area.contains(*m_pressed))
        return;
    emit pointerLeft();
    m_marking->begin(tool, *m_pressed, selectionMode(event->modifiers()));
    if (tool == MapTool::Brush)
        emit areaMarked(m_marking->takeArea(), m_marking->mode());
}

void ScatterCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (!m_pressed) {
        showCursor(event->modifiers());
        hover(event->position());
        return;
    }
    const QPointF moved = event->position() - *m_pressed;
    if (!m_dragging && std::hypot(moved.x(), moved.y()) < kDragStart)
        return;
    if (m_marking->isUnderWay()) {
        m_dragging = true;
        const QRectF area = transform().area;
        const QPointF place(std::clamp(event->position().x(), area.left(), area.right()),
                            std::clamp(event->position().y(), area.top(), area.bottom()));
        const bool goesOn = m_marking->moveTo(place);
        if (m_marking->tool() != MapTool::Brush)
            return;
        m_marking->pointBrush(place);
        if (goesOn)
            emit areaMarkedFurther(m_marking->takeArea());
        return;
    }
    if (!m_dragging) {
        m_dragging = true;
        m_cursor.reset();
        viewport()->setCursor(Qt::ClosedHandCursor);
        emit pointerLeft();
    }
    navigateTo(m_pressedTransform.panned(moved));
}

void ScatterCanvas::hover(QPointF position) {
    const PlotTransform shown = transform();
    const bool inside = shown.area.contains(position);
    m_marking->pointBrush(inside && m_tool == MapTool::Brush ? std::optional(position) : std::nullopt);
    if (m_tool == MapTool::Decode && inside)
        emit placePointed(shown.toValue(position));
    else if (m_tool == MapTool::Decode)
        emit placeLeft();
    else if (inside)
        emit pointerMoved(position);
    else
        emit pointerLeft();
}

void ScatterCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_pressed)
        return;
    const QPointF pressed = *m_pressed;
    m_pressed.reset();
    const bool dragged = std::exchange(m_dragging, false);
    const bool brushed = m_marking->isUnderWay() && m_marking->tool() == MapTool::Brush;
    const PlotTransform shown = transform();
    if (m_marking->isUnderWay()) {
        const MapArea area = m_marking->takeArea();
        const SelectionMode mode = m_marking->mode();
        m_marking->end();
        if (dragged && !brushed)
            emit areaMarked(area, mode);
    }
    showCursor(event->modifiers());
    if (dragged || brushed || !shown.area.contains(pressed))
        return;
    if (m_tool == MapTool::Decode)
        emit placeChosen(shown.toValue(pressed));
    else
        emit clicked(pressed, selectionMode(event->modifiers()));
}

void ScatterCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    endMarking();
    m_pressed.reset();
    if (event->button() != Qt::LeftButton)
        return;
    emit clickedTwice();
    emit fitRequested();
}

bool ScatterCanvas::takeLetter(int key) {
    for (const MapTool tool : kMapTools) {
        if (tool == MapTool::Move || key != mapToolKey(tool))
            continue;
        if (tool == MapTool::Decode && !m_offersDecoding)
            return false;
        setTool(tool);
        return true;
    }
    switch (key) {
        case Qt::Key_F:
            emit fitRequested();
            return true;
        case Qt::Key_A:
            emit selectionCommanded(SelectionCommand::All);
            return true;
        case Qt::Key_E:
            emit selectionCommanded(SelectionCommand::Nothing);
            return true;
        case Qt::Key_I:
            emit selectionCommanded(SelectionCommand::Invert);
            return true;
        case Qt::Key_H:
            emit selectionCommanded(SelectionCommand::Zoom);
            return true;
        case Qt::Key_Escape:
            escape();
            return true;
        default:
            return false;
    }
}

void ScatterCanvas::keyPressEvent(QKeyEvent* event) {
    if (!m_pressed)
        showCursor(event->modifiers());
    const bool isPlain = !(event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier | Qt::AltModifier));
    if (isPlain && takeLetter(event->key()))
        return;
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
        default:
            QChartView::keyPressEvent(event);
    }
}

void ScatterCanvas::keyReleaseEvent(QKeyEvent* event) {
    if (!m_pressed)
        showCursor(event->modifiers());
    QChartView::keyReleaseEvent(event);
}

void ScatterCanvas::leaveEvent(QEvent* event) {
    QChartView::leaveEvent(event);
    m_marking->pointBrush(std::nullopt);
    if (m_tool == MapTool::Decode)
        emit placeLeft();
    emit pointerLeft();
}

}  // namespace latentscape::ui
