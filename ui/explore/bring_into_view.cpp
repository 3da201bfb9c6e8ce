#include "ui/explore/bring_into_view.h"

#include <array>

#include "core/analysis/encoding.h"
#include "ui/plots/scatter_canvas.h"

namespace latentscape::ui {
namespace {

Range centredOn(const Range& shown, double value) {
    return {value - shown.span() / 2, value + shown.span() / 2};
}

}  // namespace

void bringIntoView(LatentScatterView& map, Exploration& exploration, Index row) {
    const TrainingDataPtr& data = exploration.data();
    const LatentSnapshotPtr& snapshot = exploration.snapshot();
    if (!data || row >= data->table.rows())
        return;
    exploration.viewState().setSelectedRow(row);
    if (!snapshot)
        return;
    const Vector mean = encodeRows(data->table, *snapshot->model, std::array{row}).mean;
    const QPointF point = map.plane().of(mean);
    const PlotTransform shown = map.canvas().transform();
    const bool isInside =
        shown.x.contains({point.x(), point.x()}) && shown.y.contains({point.y(), point.y()});
    if (!isInside && std::isfinite(point.x()) && std::isfinite(point.y()))
        map.lookAt({.x = centredOn(shown.x, point.x()), .y = centredOn(shown.y, point.y())});
}

}  // namespace latentscape::ui
