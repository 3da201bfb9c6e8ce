#include "ui/explore/bring_into_view.h"

#include <cmath>

#include "ui/plots/scatter_canvas.h"

namespace latentscape::ui {
namespace {

Range centredOn(const Range& shown, double value) {
    return {value - shown.span() / 2, value + shown.span() / 2};
}

}  // namespace

void bringIntoView(LatentScatterView& map, const Vector& place) {
    if (place.size() != map.plane().projection.axes.rows())
        return;
    const QPointF point = map.plane().of(place);
    const PlotTransform shown = map.canvas().transform();
    const bool isInside =
        shown.x.contains({point.x(), point.x()}) && shown.y.contains({point.y(), point.y()});
    if (!isInside && std::isfinite(point.x()) && std::isfinite(point.y()))
        map.lookAt({.x = centredOn(shown.x, point.x()), .y = centredOn(shown.y, point.y())});
}

void bringIntoView(LatentScatterView& map, Exploration& exploration, Index row) {
    const TrainingDataPtr& data = exploration.data();
    if (!data || row >= data->table.rows())
        return;
    exploration.viewState().setSelectedRow(row);
    // The place may have been moved away from that very row.
    exploration.resetPlace();
    bringIntoView(map, exploration.place());
}

}  // namespace latentscape::ui
