#pragma once

#include "ui/explore/exploration.h"
#include "ui/plots/map_overlay.h"
#include "ui/plots/map_plane.h"

namespace latentscape::ui {

/// Marks places on a map: a crosshair where the exploration stands, and the pins with their names.
class PlaceOverlay : public MapOverlay {
    Q_OBJECT

public:
    /// The exploration outlives it.
    explicit PlaceOverlay(Exploration& exploration, QObject* parent = nullptr);

    /// What the map shows.
    void setPlane(const MapPlane& plane);
    /// Lines right across the map; otherwise a small cross marks a place that is no row's.
    void setCrosshair(bool crosshair);

    void paint(QPainter& painter, const PlotTransform& shown, const PlotTheme& theme) const override;

private:
    void paintPlace(QPainter& painter, const PlotTransform& shown, const PlotTheme& theme) const;
    void paintPin(QPainter& painter, const PlotTransform& shown, const PlotTheme& theme,
                  const Exploration::Pin& pin) const;

    const Exploration& m_exploration;
    MapPlane m_plane = MapPlane::ofDimensions(2, 0, 1);
    bool m_crosshair = false;
};

}  // namespace latentscape::ui
