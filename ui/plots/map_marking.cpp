#include "ui/plots/map_marking.h"

#include <algorithm>
#include <cmath>

namespace latentscape::ui {
namespace {

/// Corners of a lasso that lie closer are one, in logical pixels.
constexpr double kShortest = 1.5;
constexpr double kTint = 0.13;
constexpr double kLineWidth = 1.5;

}  // namespace

MapMarking::MapMarking(QObject* parent) : MapOverlay(Level::AbovePoints, parent) {}

void MapMarking::setBrush(double radius) {
    const double kept = std::clamp(radius, kSmallestBrush, kLargestBrush);
    if (kept == m_brush)
        return;
    m_brush = kept;
    emit brushChanged(kept);
    emit changed();
}

void MapMarking::pointBrush(std::optional<QPointF> place) {
    if (place == m_brushPlace)
        return;
    m_brushPlace = place;
    emit changed();
}

void MapMarking::begin(MapTool tool, QPointF place, SelectionMode mode) {
    m_tool = tool;
    m_mode = mode;
    m_line = QPolygonF({place});
    m_taken = 0;
    emit changed();
}

bool MapMarking::moveTo(QPointF place) {
    const QPointF moved = place - m_line.last();
    if (std::hypot(moved.x(), moved.y()) < kShortest)
        return false;
    if (m_tool == MapTool::Rectangle)
        m_line.resize(1);
    m_line << place;
    emit changed();
    return true;
}

void MapMarking::end() {
    m_tool.reset();
    m_line.clear();
    emit changed();
}

MapArea MapMarking::takeArea() {
    if (m_tool != MapTool::Brush)
        return {outline(), std::nullopt};
    // From the last corner told, so that strokes have no gaps.
    const QPolygonF fresh(m_line.mid(std::max<qsizetype>(0, m_taken - 1)));
    m_taken = m_line.size();
    return {fresh, m_brush};
}

QPolygonF MapMarking::outline() const {
    if (m_tool == MapTool::Rectangle && !m_line.isEmpty())
        return QPolygonF(QRectF(m_line.first(), m_line.last()).normalized());
    return m_line;
}

void MapMarking::paint(QPainter& painter, const PlotTransform&, const PlotTheme& theme) const {
    painter.setRenderHint(QPainter::Antialiasing);
    QColor tint = theme.accent;
    tint.setAlphaF(float(kTint));
    // A rim in the colour of the ground keeps the line visible in a crowd.
    const QPen rim(theme.surface, kLineWidth + 2);
    const QPen line(theme.accent, kLineWidth);
    if (m_brushPlace) {
        const double radius = m_brush;
        painter.setPen(rim);
        painter.setBrush(m_tool == MapTool::Brush ? QBrush(tint) : QBrush());
        painter.drawEllipse(*m_brushPlace, radius, radius);
        painter.setPen(line);
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(*m_brushPlace, radius, radius);
    }
    if (!m_tool || m_tool == MapTool::Brush || m_line.size() < 2)
        return;
    painter.setPen(rim);
    painter.setBrush(tint);
    painter.drawPolygon(outline(), Qt::OddEvenFill);
    painter.setPen(line);
    painter.setBrush(Qt::NoBrush);
    painter.drawPolygon(outline());
}

}  // namespace latentscape::ui
