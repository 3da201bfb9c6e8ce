#pragma once

#include <QObject>
#include <functional>
#include <memory>
#include <optional>

#include "ui/models/view_state.h"
#include "ui/plots/latent_points.h"
#include "ui/plots/map_tool.h"
#include "ui/plots/scatter_canvas.h"

namespace latentscape::ui {

/// Turns what a hand does on one map into the selection of rows that all views share.
class MapSelection : public QObject {
    Q_OBJECT

public:
    /// Whether a point is on show; called for the points that are drawn.
    using IsShown = std::function<bool(std::size_t point)>;

    /// All outlive the selection.
    MapSelection(ScatterCanvas& canvas, ViewState& viewState, IsShown isShown, QObject* parent);

    /// What the map draws; null for nothing.
    void setPoints(std::shared_ptr<const LatentPoints> points) { m_points = std::move(points); }

signals:
    /// These ranges hold all selected rows that the map draws.
    void zoomWanted(const latentscape::ui::Range& x, const latentscape::ui::Range& y);

private:
    RowSet rowsWithin(const MapArea& area) const;
    void pick(QPointF position, SelectionMode mode);
    void mark(const MapArea& area, SelectionMode mode);
    void clear();
    /// As if the last click had not cleared anything.
    void unclear();
    void obey(SelectionCommand command);
    void zoomToSelection();

    ScatterCanvas& m_canvas;
    ViewState& m_viewState;
    IsShown m_isShown;
    std::shared_ptr<const LatentPoints> m_points;

    /// What the last click on the canvas has cleared, if it has.
    struct Cleared {
        RowSet rows;
        std::optional<Index> row;
    };
    std::optional<Cleared> m_cleared;
};

}  // namespace latentscape::ui
