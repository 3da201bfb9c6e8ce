#pragma once

#include <optional>

#include "ui/models/selection.h"
#include "ui/plots/map_overlay.h"
#include "ui/plots/map_tool.h"
#include "ui/plots/points_within.h"

namespace latentscape::ui {

/// What a hand is drawing on a map to mark points: a rectangle, a lasso, or strokes of a brush, whose size
/// shows under the pointer. In logical pixels of the map.
class MapMarking : public MapOverlay {
    Q_OBJECT

public:
    explicit MapMarking(QObject* parent = nullptr);

    static constexpr double kSmallestBrush = 4;
    static constexpr double kLargestBrush = 120;
    double brush() const { return m_brush; }
    /// Kept within these two.
    void setBrush(double radius);
    /// Where the brush is; nothing while it is not used.
    void pointBrush(std::optional<QPointF> place);

    /// `tool` is one that marks.
    void begin(MapTool tool, QPointF place, SelectionMode mode);
    bool isUnderWay() const { return m_tool.has_value(); }
    MapTool tool() const { return *m_tool; }
    SelectionMode mode() const { return m_mode; }
    /// Whether that added anything: a hand trembles.
    bool moveTo(QPointF place);
    /// Nothing is being drawn any more.
    void end();
    /// What has been drawn: of a brush, since it was last asked for.
    MapArea takeArea();

    void paint(QPainter& painter, const PlotTransform& shown, const PlotTheme& theme) const override;

signals:
    void brushChanged(double radius);

private:
    QPolygonF outline() const;

    std::optional<MapTool> m_tool;
    SelectionMode m_mode = SelectionMode::Replace;
    QPolygonF m_line;
    /// Corners of the stroke that takeArea() has told already.
    qsizetype m_taken = 0;
    double m_brush = 18;
    std::optional<QPointF> m_brushPlace;
};

}  // namespace latentscape::ui
