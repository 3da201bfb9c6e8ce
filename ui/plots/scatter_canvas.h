#pragma once

#include <QChartView>
#include <QVariantAnimation>
#include <optional>

#include "ui/plots/palette.h"
#include "ui/plots/plot_transform.h"

namespace latentscape::ui {

class PlotChart;
class ScatterLayer;

/// What the left button does on a map.
enum class MapTool { Move, Rectangle, Lasso, Brush, Decode };

/// The map that hands move: zooms, pans and glides over a scatter layer, and says where the pointer is. Knows
/// nothing of tables and models.
class ScatterCanvas : public QChartView {
    Q_OBJECT

public:
    explicit ScatterCanvas(QWidget* parent = nullptr);

    ScatterLayer& layer() { return *m_layer; }
    PlotTransform transform() const;
    void setAxisTitles(const QString& xTitle, const QString& yTitle);
    void setTheme(const PlotTheme& theme);

    MapTool tool() const { return m_tool; }
    void setTool(MapTool tool);

    /// Shows these ranges at once.
    void jumpTo(const Range& x, const Range& y);
    /// Moves there within a moment; at once if the style wants no animations.
    void glideTo(const Range& x, const Range& y);

signals:
    /// What is shown, or how large, has changed.
    void transformChanged();
    /// A person has zoomed or panned.
    void navigated();
    void fitRequested();
    /// Over the plot area, in the canvas' coordinates, while no button is held.
    void pointerMoved(QPointF position);
    void pointerLeft();
    void clicked(QPointF position);
    void toolChanged(latentscape::ui::MapTool tool);
    /// With the Decode tool, in values: the pointer rests or moves here, has clicked here, or is gone.
    void placePointed(QPointF value);
    void placeChosen(QPointF value);
    void placeLeft();

protected:
    bool viewportEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    /// Of the tool, while no button is held.
    void showCursor();
    void navigateTo(const PlotTransform& target);

    /// Owned by the view's scene.
    PlotChart* m_chart;
    ScatterLayer* m_layer;
    MapTool m_tool = MapTool::Move;
    QVariantAnimation m_glide;
    PlotTransform m_glideStart;
    PlotTransform m_glideEnd;
    /// Where the left button went down, and what was shown then.
    std::optional<QPointF> m_pressed;
    PlotTransform m_pressedTransform;
    bool m_dragging = false;
};

}  // namespace latentscape::ui
