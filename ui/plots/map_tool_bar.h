#pragma once

#include <QButtonGroup>
#include <QSlider>
#include <QWidget>

#include "ui/plots/map_tool.h"

namespace latentscape::ui {

class ScatterCanvas;

/// A slim column of tools beside a map, with the size of the brush below them while that is used.
class MapToolBar : public QWidget {
    Q_OBJECT

public:
    /// `canvas` outlives the tools.
    explicit MapToolBar(ScatterCanvas& canvas, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void showTool(MapTool tool);
    void refreshIcons();

    ScatterCanvas& m_canvas;
    /// By MapTool.
    QButtonGroup* m_buttons;
    QSlider* m_brush;
};

}  // namespace latentscape::ui
