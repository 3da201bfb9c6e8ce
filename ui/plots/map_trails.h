#pragma once

#include <deque>
#include <vector>

#include "ui/plots/map_overlay.h"
#include "ui/plots/map_picture.h"

namespace latentscape::ui {

/// Lines from where points lay in the last few snapshots to where they lie now, which fade into the past: of
/// the selected rows, or of some of all. Remembers nothing while it is off.
class MapTrails : public MapOverlay {
    Q_OBJECT

public:
    struct Trail {
        /// In values, the oldest first.
        std::vector<QPointF> places;
        QRgb colour = 0;
    };

    explicit MapTrails(QObject* parent = nullptr) : MapOverlay(Level::AbovePoints, parent) {}

    void setOn(bool on);
    /// What the map shows now. Trails end where axes or rows are other ones.
    void follow(const MapContent& content, const HiddenCodes& hidden);
    const std::vector<Trail>& trails() const { return m_trails; }

    void paint(QPainter& painter, const PlotTransform& shown, const PlotTheme& theme) const override;

private:
    void remember(const MapContent& content);

    bool m_on = false;
    MapAxes m_axes;
    /// Of the same rows, the oldest first.
    std::deque<std::shared_ptr<const LatentPoints>> m_past;
    std::vector<Trail> m_trails;
};

}  // namespace latentscape::ui
