#include "ui/plots/map_tool.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QPainter>
#include <QPixmap>

namespace latentscape::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(MapTool)
};

// In logical pixels.
constexpr int kCursorSize = 32;
constexpr double kCrossArm = 8;
constexpr double kCrossGap = 2.5;
constexpr QPointF kSign(23.5, 23.5);
constexpr double kSignArm = 3.5;

/// Dark lines in a light rim: seen on every ground.
void drawLines(QPainter& painter, const QList<QLineF>& lines) {
    painter.setPen(QPen(Qt::white, 3.5, Qt::SolidLine, Qt::RoundCap));
    painter.drawLines(lines);
    painter.setPen(QPen(Qt::black, 1.5, Qt::SolidLine, Qt::RoundCap));
    painter.drawLines(lines);
}

QList<QLineF> sign(SelectionMode mode) {
    const QPointF across(kSignArm, 0);
    const QPointF up(0, kSignArm);
    const QLineF minus(kSign - across, kSign + across);
    switch (mode) {
        case SelectionMode::Replace:
            return {};
        case SelectionMode::Add:
            return {minus, QLineF(kSign - up, kSign + up)};
        case SelectionMode::Toggle:
            return {minus.translated(0, 4.5), minus.translated(0, -1),
                    QLineF(kSign - up, kSign + up).translated(0, -1)};
        case SelectionMode::Remove:
            return {minus};
    }
    return {};
}

QList<QLineF> cross(QPointF centre) {
    QList<QLineF> lines;
    for (const QPointF& direction : {QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)})
        lines << QLineF(centre + kCrossGap * direction, centre + kCrossArm * direction);
    return lines;
}

void drawArrow(QPainter& painter, QPointF tip) {
    const QPolygonF arrow(
        {{0, 0}, {0, 14.5}, {3.5, 11.2}, {6, 16.5}, {8.2, 15.5}, {5.8, 10.4}, {10.4, 10.2}});
    painter.setPen(QPen(Qt::white, 1.25));
    painter.setBrush(Qt::black);
    painter.drawPolygon(arrow.translated(tip));
}

}  // namespace

QString mapToolName(MapTool tool) {
    switch (tool) {
        case MapTool::Move:
            return Words::tr("Move");
        case MapTool::Rectangle:
            return Words::tr("Rectangle");
        case MapTool::Lasso:
            return Words::tr("Lasso");
        case MapTool::Brush:
            return Words::tr("Brush");
        case MapTool::Decode:
            return Words::tr("Decode");
    }
    return {};
}

QString mapToolHelp(MapTool tool) {
    switch (tool) {
        case MapTool::Move:
            return Words::tr("Drag to move the map, click to select a row; Shift+drag selects a rectangle");
        case MapTool::Rectangle:
            return Words::tr("Drag a rectangle around points to select them");
        case MapTool::Lasso:
            return Words::tr("Draw a line around points to select them");
        case MapTool::Brush:
            return Words::tr("Paint over points to select them; Ctrl+wheel changes the size");
        case MapTool::Decode:
            return Words::tr("See the row that the model makes of any place of the map");
    }
    return {};
}

QString mapToolIcon(MapTool tool) {
    switch (tool) {
        case MapTool::Move:
            return QStringLiteral("tool-move");
        case MapTool::Rectangle:
            return QStringLiteral("tool-rectangle");
        case MapTool::Lasso:
            return QStringLiteral("tool-lasso");
        case MapTool::Brush:
            return QStringLiteral("tool-brush");
        case MapTool::Decode:
            return QStringLiteral("tool-decode");
    }
    return {};
}

Qt::Key mapToolKey(MapTool tool) {
    switch (tool) {
        case MapTool::Move:
            return Qt::Key_Escape;
        case MapTool::Rectangle:
            return Qt::Key_R;
        case MapTool::Lasso:
            return Qt::Key_L;
        case MapTool::Brush:
            return Qt::Key_B;
        case MapTool::Decode:
            return Qt::Key_D;
    }
    return Qt::Key_unknown;
}

SelectionMode selectionMode(Qt::KeyboardModifiers modifiers) {
    if (modifiers & Qt::AltModifier)
        return SelectionMode::Remove;
    if (modifiers & Qt::ControlModifier)
        return SelectionMode::Toggle;
    return modifiers & Qt::ShiftModifier ? SelectionMode::Add : SelectionMode::Replace;
}

QCursor mapCursor(MapTool tool, SelectionMode mode) {
    const bool marks = tool == MapTool::Rectangle || tool == MapTool::Lasso || tool == MapTool::Brush;
    if (tool == MapTool::Decode)
        return Qt::CrossCursor;
    if (!marks && mode == SelectionMode::Replace)
        return Qt::ArrowCursor;
    const double ratio = qGuiApp->devicePixelRatio();
    QPixmap pixmap(QSize(kCursorSize, kCursorSize) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    // Shift+drag draws a rectangle with the Move tool, too.
    const bool isCross = marks || mode == SelectionMode::Add;
    const QPointF hot = isCross ? QPointF(11.5, 11.5) : QPointF(5, 5);
    {
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        if (isCross)
            drawLines(painter, cross(hot));
        else
            drawArrow(painter, hot);
        drawLines(painter, sign(mode));
    }
    return QCursor(pixmap, int(hot.x()), int(hot.y()));
}

}  // namespace latentscape::ui
