#pragma once

#include <vector>

#include "core/support/matrix.h"
#include "ui/plots/latent_scatter_view.h"
#include "ui/plots/map_overlay.h"

namespace latentscape::ui {

/// Made-up rows on the map, as hollow points among those of the table.
class GeneratedOverlay : public MapOverlay {
    Q_OBJECT

public:
    /// More would hide the map, and take long to paint.
    static constexpr Index kMostPoints = 2000;

    /// Follows the plane of `map`, which outlives it.
    GeneratedOverlay(LatentScatterView& map, QObject* parent);

    /// Places of the latent space, latent × rows; the first kMostPoints are drawn.
    void setPlaces(Matrix places);
    void setShown(bool shown);
    bool isShown() const { return m_shown; }
    /// What is drawn, in values of the map.
    const std::vector<QPointF>& points() const { return m_points; }

    void paint(QPainter& painter, const PlotTransform& shown, const PlotTheme& theme) const override;

private:
    void project();

    LatentScatterView& m_map;
    Matrix m_places;
    bool m_shown = false;
    std::vector<QPointF> m_points;
};

}  // namespace latentscape::ui
