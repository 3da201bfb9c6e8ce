#pragma once

#include <QChartView>
#include <QVariantAnimation>
#include <optional>
#include <utility>

#include "ui/plots/map_marking.h"
#include "ui/plots/map_tool.h"
#include "ui/plots/palette.h"
#include "ui/plots/plot_transform.h"

namespace latentscape::ui {

class PlotChart;
class ScatterLayer;

/// What a person asks of the selection by a key.
enum class SelectionCommand { All, Nothing, Invert, Zoom };

/// The map that hands move: zooms, pans and glides over a scatter layer, and says where the pointer is and
/// what it marks. Knows nothing of tables and models.
class ScatterCanvas : public QChartView {
    Q_OBJECT

public:
    explicit ScatterCanvas(QWidget* parent = nullptr);

    ScatterLayer& layer() { return *m_layer; }
    PlotTransform transform() const;
    void setAxisTitles(const QString& xTitle, const QString& yTitle);
    void setTheme(const PlotTheme& theme);

    MapTool tool() const { return m_tool; }
    /// What was being drawn with another tool is dropped.
    void setTool(MapTool tool);
    /// Somebody listens to the Decode tool: there is a button and a key for it.
    void offerDecoding();
    bool offersDecoding() const { return m_offersDecoding; }
    /// Drops what is being drawn; if nothing is, goes back to the Move tool.
    void escape();
    MapMarking& marking() { return *m_marking; }

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
    void clicked(QPointF position, latentscape::ui::SelectionMode mode);
    /// The last click was the first half of a double-click; fitRequested() follows.
    void clickedTwice();
    /// A part of the map was marked; with the brush it grows as long as the button is held.
    void areaMarked(const latentscape::ui::MapArea& area, latentscape::ui::SelectionMode mode);
    void areaMarkedFurther(const latentscape::ui::MapArea& area);
    void selectionCommanded(latentscape::ui::SelectionCommand command);
    void decodingOffered();
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
    void keyReleaseEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    /// Of the tool and what it does to the selection, while no button is held.
    void showCursor(Qt::KeyboardModifiers modifiers);
    void hover(QPointF position);
    /// Whether the key means something without Shift, Ctrl and Alt.
    bool takeLetter(int key);
    void endMarking();
    void navigateTo(const PlotTransform& target);

    /// Owned by the view's scene.
    PlotChart* m_chart;
    ScatterLayer* m_layer;
    MapMarking* m_marking;
    MapTool m_tool = MapTool::Move;
    bool m_offersDecoding = false;
    /// What the cursor says; nothing while it says something else.
    std::optional<std::pair<MapTool, SelectionMode>> m_cursor;
    QVariantAnimation m_glide;
    PlotTransform m_glideStart;
    PlotTransform m_glideEnd;
    /// Where the left button went down, and what was shown then.
    std::optional<QPointF> m_pressed;
    PlotTransform m_pressedTransform;
    bool m_dragging = false;
};

}  // namespace latentscape::ui
