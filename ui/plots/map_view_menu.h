#pragma once

#include <QMenu>
#include <functional>
#include <optional>
#include <vector>

#include "ui/plots/map_picture.h"

class QActionGroup;
class QLabel;
class QSlider;

namespace latentscape::ui {

/// How a map draws its points: as points or as their density, how large, how opaque, with what beside them,
/// and which way round.
class MapViewMenu : public QMenu {
    Q_OBJECT

public:
    explicit MapViewMenu(QWidget* parent = nullptr);

    const MapStyle& mapStyle() const { return m_style; }
    void setMapStyle(const MapStyle& style);

signals:
    void styleChanged();
    /// All as it was at first, the axes too.
    void resetRequested();

private:
    /// A value that a slider sets: in steps of `step`, of which the first leaves it to the program.
    struct Slider {
        std::optional<double> MapStyle::*value;
        double step = 1;
        std::function<QString(double)> text;
        QSlider* slider = nullptr;
        QLabel* label = nullptr;
    };
    struct Switch {
        bool MapStyle::*value;
        QAction* action;
    };

    void addDrawing(const QString& text, const QString& tip, MapDrawing drawing);
    void addSlider(const QString& name, int steps, Slider slider);
    void addSwitch(const QString& text, const QString& tip, bool MapStyle::*value);
    void showStyle();

    MapStyle m_style;
    /// In the order of enum MapDrawing.
    QActionGroup* m_drawings;
    std::vector<Slider> m_sliders;
    std::vector<Switch> m_switches;
};

}  // namespace latentscape::ui
