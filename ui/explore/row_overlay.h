#pragma once

#include "ui/explore/examined_rows.h"
#include "ui/plots/map_overlay.h"
#include "ui/plots/posterior_ellipse.h"

namespace latentscape::ui {

class LatentScatterView;

/// On the map, the row that is looked at: how surely the model knows its place (one and two standard
/// deviations of its posterior), and where it moved to when its cells were edited.
class RowOverlay : public MapOverlay {
    Q_OBJECT

public:
    /// All outlive the overlay, or are destroyed together with it.
    RowOverlay(Exploration& exploration, const CellEdits& edits, LatentScatterView& map);

    void paint(QPainter& painter, const PlotTransform& shown, const PlotTheme& theme) const override;

    /// What is drawn, in the plane of the map; nothing if no row is looked at.
    const std::optional<PosteriorEllipse>& ellipse() const { return m_ellipse; }
    /// Where the edited row would lie without its edits; nothing for a row as in the table.
    const std::optional<QPointF>& tablePlace() const { return m_tablePlace; }

    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void place();

    LatentScatterView& m_map;
    ExaminedRows m_row;
    std::optional<PosteriorEllipse> m_ellipse;
    std::optional<QPointF> m_tablePlace;
};

}  // namespace latentscape::ui
