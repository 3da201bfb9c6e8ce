#include "ui/panels/timeline_slider.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <iterator>

#include "ui/panels/panel_colours.h"
#include "ui/support/format.h"

namespace latentscape::ui {
namespace {

/// Room at both ends for the handle.
constexpr double kMargin = 8;
constexpr double kHandleRadius = 5.5;
constexpr double kMarkSize = 4;
/// A mark is hit from this far, in pixels.
constexpr double kReach = 4;

QPainterPath triangle(QPointF tip) {
    QPainterPath path(tip);
    path.lineTo(tip.x() - kMarkSize, tip.y() - 1.4 * kMarkSize);
    path.lineTo(tip.x() + kMarkSize, tip.y() - 1.4 * kMarkSize);
    path.closeSubpath();
    return path;
}

QPainterPath diamond(QPointF centre) {
    QPainterPath path({centre.x(), centre.y() - kMarkSize});
    path.lineTo(centre.x() + kMarkSize, centre.y());
    path.lineTo(centre.x(), centre.y() + kMarkSize);
    path.lineTo(centre.x() - kMarkSize, centre.y());
    path.closeSubpath();
    return path;
}

}  // namespace

TimelineSlider::TimelineSlider(QWidget* parent) : QSlider(Qt::Horizontal, parent) {
    setRange(0, 0);
    setPageStep(10);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Timeline of the run"));
    setAccessibleDescription(tr("Moments of the run to look back at; the last one is now"));
}

void TimelineSlider::setMoments(std::vector<double> epochs, double now) {
    m_epochs = std::move(epochs);
    m_now = now;
    const QSignalBlocker blocker(this);
    setRange(0, int(m_epochs.size()));
    update();
}

void TimelineSlider::setMarks(std::vector<Mark> edits, std::optional<double> best) {
    m_edits = std::move(edits);
    m_best = best;
    update();
}

double TimelineSlider::epochAt(int value) const {
    return value < int(m_epochs.size()) ? m_epochs[std::size_t(std::max(value, 0))] : m_now;
}

int TimelineSlider::valueNear(double epoch) const {
    int nearest = 0;
    for (int value = 1; value <= maximum(); ++value)
        if (std::abs(epochAt(value) - epoch) <= std::abs(epochAt(nearest) - epoch))
            nearest = value;
    return nearest;
}

double TimelineSlider::xOf(double epoch) const {
    const double share = m_now > 0 ? std::clamp(epoch / m_now, 0.0, 1.0) : 1;
    return kMargin + share * (width() - 2 * kMargin);
}

double TimelineSlider::epochOfX(double x) const {
    return m_now * std::clamp((x - kMargin) / std::max(1.0, width() - 2 * kMargin), 0.0, 1.0);
}

void TimelineSlider::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double middle = height() / 2.0;
    const double here = xOf(epochAt(value()));
    const QColor quiet = quietTextColour(palette());
    const QColor accent =
        palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::Highlight);

    painter.setPen(Qt::NoPen);
    painter.setBrush(trackColour(palette()));
    painter.drawRoundedRect(QRectF(kMargin, middle - 1.5, width() - 2 * kMargin, 3), 1.5, 1.5);
    painter.setBrush(accent);
    painter.drawRoundedRect(QRectF(kMargin, middle - 1.5, here - kMargin, 3), 1.5, 1.5);

    // Ticks closer than this would run into one bar.
    constexpr double kTickDistance = 3;
    painter.setPen(QPen(quiet, 1));
    double last = -kTickDistance;
    for (const double epoch : m_epochs) {
        const double x = std::round(xOf(epoch)) + 0.5;
        if (x - last < kTickDistance)
            continue;
        painter.drawLine(QPointF(x, middle + 5), QPointF(x, middle + 8));
        last = x;
    }

    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(QPalette::WindowText));
    for (const Mark& edit : m_edits)
        painter.drawPath(triangle({xOf(edit.epoch), middle - 3.5}));
    if (m_best) {
        painter.setBrush(reconstructionColour(palette()));
        painter.drawPath(diamond({xOf(*m_best), middle}));
    }
    painter.setPen(QPen(palette().color(QPalette::Window), 1.5));
    painter.setBrush(accent);
    painter.drawEllipse(QPointF(here, middle), kHandleRadius, kHandleRadius);
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::WindowText), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QPointF(here, middle), kHandleRadius + 1.5, kHandleRadius + 1.5);
    }
}

void TimelineSlider::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    setSliderDown(true);
    setValue(valueNear(epochOfX(event->position().x())));
}

void TimelineSlider::mouseMoveEvent(QMouseEvent* event) {
    if (isSliderDown())
        setValue(valueNear(epochOfX(event->position().x())));
}

void TimelineSlider::mouseReleaseEvent(QMouseEvent*) {
    setSliderDown(false);
}

bool TimelineSlider::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* const help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), tooltipAt(help->pos()), this);
        return true;
    }
    return QSlider::event(event);
}

QString TimelineSlider::tooltipAt(QPoint position) const {
    QStringList lines;
    for (const Mark& edit : m_edits)
        if (std::abs(xOf(edit.epoch) - position.x()) <= kReach && lines.size() < 5)
            lines << tr("Epoch %1: %2").arg(locale().toString(edit.epoch, 'f', 1), edit.text);
    if (m_best && std::abs(xOf(*m_best) - position.x()) <= kReach)
        lines << tr("Epoch %1: the best by validation").arg(countText(qint64(*m_best)));
    if (!lines.isEmpty())
        return lines.join('\n');
    return tr(
        "<p>Drag to see the map, the reconstruction and the latents as they were. Ticks are moments "
        "that are kept, triangles your changes, the diamond the best epoch. The right end is now.</p>");
}

}  // namespace latentscape::ui
