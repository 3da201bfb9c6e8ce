#include "ui/explore/decode_mode.h"

#include "ui/plots/scatter_canvas.h"

namespace latentscape::ui {

DecodeMode::DecodeMode(Exploration& exploration, PlaceSupport& support, LatentScatterView& map,
                       DecodedPlacePanel& panel, QObject* parent)
    : QObject(parent),
      m_exploration(exploration),
      m_map(map),
      m_panel(panel),
      m_places(exploration),
      m_shading(exploration, support, map) {
    m_map.addOverlay(&m_shading);
    m_map.addOverlay(&m_places);
    m_places.setPlane(m_map.plane());
    ScatterCanvas& canvas = m_map.canvas();
    connect(&m_map, &LatentScatterView::planeChanged, this, [this] { m_places.setPlane(m_map.plane()); });
    connect(&canvas, &ScatterCanvas::toolChanged, this, &DecodeMode::followTool);
    connect(&canvas, &ScatterCanvas::placePointed, this,
            [this](QPointF value) { m_panel.showPointed(placeAt(value)); });
    connect(&canvas, &ScatterCanvas::placeLeft, this, [this] { m_panel.showPointed(std::nullopt); });
    connect(&canvas, &ScatterCanvas::placeChosen, this, [this](QPointF value) {
        if (const std::optional<Vector> place = placeAt(value))
            m_exploration.setPlace(*place);
    });
    connect(&m_panel, &DecodedPlacePanel::shadingChosen, &m_shading, &SupportOverlay::setOn);
    followTool();
}

std::optional<Vector> DecodeMode::placeAt(QPointF value) const {
    const Vector& base = m_exploration.place();
    if (base.size() == 0 || base.size() != m_map.plane().projection.axes.rows())
        return std::nullopt;
    return m_map.plane().lift(value, base);
}

void DecodeMode::followTool() {
    m_places.setCrosshair(m_map.canvas().tool() == MapTool::Decode);
    m_panel.showPointed(std::nullopt);
}

}  // namespace latentscape::ui
