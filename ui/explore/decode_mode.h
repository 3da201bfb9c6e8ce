#pragma once

#include <QObject>

#include "ui/explore/decoded_place_panel.h"
#include "ui/explore/place_overlay.h"
#include "ui/explore/support_overlay.h"

namespace latentscape::ui {

/// Decoding by pointing at a map: with the tool Decode, the panel shows what lies under the pointer, and a
/// click sets the place. Marks place and pins on the map.
class DecodeMode : public QObject {
    Q_OBJECT

public:
    /// All outlive it.
    DecodeMode(Exploration& exploration, PlaceSupport& support, LatentScatterView& map,
               DecodedPlacePanel& panel, QObject* parent = nullptr);

    const SupportOverlay& shading() const { return m_shading; }

private:
    /// The place of the map's plane at a point; nothing while map and exploration show different models.
    std::optional<Vector> placeAt(QPointF value) const;
    void followTool();

    Exploration& m_exploration;
    LatentScatterView& m_map;
    DecodedPlacePanel& m_panel;
    PlaceOverlay m_places;
    SupportOverlay m_shading;
};

}  // namespace latentscape::ui
