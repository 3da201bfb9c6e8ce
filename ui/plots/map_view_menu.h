#pragma once

#include <QMenu>
#include <functional>
#include <optional>

#include "ui/plots/map_picture.h"

class QActionGroup;

namespace latentscape::ui {

/// How a map draws its points: as points or as their density, how large, how opaque, and with histograms.
class MapViewMenu : public QMenu {
    Q_OBJECT

public:
    explicit MapViewMenu(QWidget* parent = nullptr);

    const MapStyle& mapStyle() const { return m_style; }

signals:
    void styleChanged();

private:
    void addDrawing(const QString& text, const QString& tip, MapDrawing drawing, QActionGroup* group);
    /// A slider of `steps` steps, of which the first leaves it to the program; `choose` gets the others and
    /// tells what to write of them.
    void addSlider(const QString& name, int steps, const std::function<QString(std::optional<int>)>& choose);

    MapStyle m_style;
};

}  // namespace latentscape::ui
