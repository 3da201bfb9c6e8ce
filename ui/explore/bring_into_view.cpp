#include "ui/explore/bring_into_view.h"

#include <cmath>

#include "ui/plots/scatter_canvas.h"

namespace latentscape::ui {
namespace {

/// Of what is shown: nearer to the edge a point is hardly seen.
constexpr double kEdge = 0.04;

/// As it is if `value` can be seen there, else with the value in the middle.
Range showing(const Range& range, double value) {
    const double edge = kEdge * range.span();
    const bool seen = value > range.min + edge && value < range.max - edge;
    return seen ? range : Range{value - range.span() / 2, value + range.span() / 2};
}

}  // namespace

void bringIntoView(LatentScatterView& map, const Vector& place) {
    if (place.size() != map.plane().projection.axes.rows())
        return;
    const QPointF point = map.plane().of(place);
    if (!std::isfinite(point.x()) || !std::isfinite(point.y()))
        return;
    const PlotTransform shown = map.canvas().transform();
    const LatentScatterView::Bounds bounds{showing(shown.x, point.x()), showing(shown.y, point.y())};
    if (bounds != LatentScatterView::Bounds{shown.x, shown.y})
        map.lookAt(bounds);
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
