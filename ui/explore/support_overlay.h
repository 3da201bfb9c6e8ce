#pragma once

#include <QImage>

#include "core/analysis/traversal.h"
#include "ui/explore/place_support.h"
#include "ui/plots/latent_scatter_view.h"
#include "ui/plots/map_overlay.h"
#include "ui/support/background_task.h"

namespace latentscape::ui {

/// Shades the places of a map where the model has no support, on a coarse grid that is computed in the
/// background.
class SupportOverlay : public MapOverlay {
    Q_OBJECT

public:
    /// All outlive the overlay.
    SupportOverlay(Exploration& exploration, PlaceSupport& support, LatentScatterView& map,
                   QObject* parent = nullptr);

    bool isOn() const { return m_on; }
    void setOn(bool on);

    void paint(QPainter& painter, const PlotTransform& shown, const PlotTheme& theme) const override;

signals:
    /// Another part of the plane is shaded.
    void shaded();

private:
    /// Which part of the plane was looked at: opaque where there is no support.
    struct Shade {
        QImage mask;
        Range x;
        Range y;
    };

    void refresh();

    Exploration& m_exploration;
    PlaceSupport& m_support;
    LatentScatterView& m_map;
    bool m_on = false;
    Shade m_shade;
    /// Last, so that no result arrives in an object that is half gone.
    BackgroundTask<Shade> m_task;
};

}  // namespace latentscape::ui
