#include "ui/plots/map_plane.h"

#include <algorithm>

namespace latentscape::ui {

MapPlane MapPlane::ofDimensions(Index latent, Index x, Index y) {
    MapPlane plane{firstTwo(latent)};
    if (latent < 2)
        return plane;
    plane.projection.axes.setZero();
    plane.projection.axes(std::clamp<Index>(x, 0, latent - 1), 0) = 1;
    plane.projection.axes(std::clamp<Index>(y, 0, latent - 1), 1) = 1;
    return plane;
}

MapPlane MapPlane::turned(const Eigen::Matrix2d& by) const {
    MapPlane plane = *this;
    plane.projection.axes = projection.axes * by;
    plane.turn = turn * by;
    return plane;
}

QPointF MapPlane::of(const ConstVectorRef& place) const {
    const Eigen::Vector2d point = projection.axes.transpose() * (place.cast<double>() - projection.origin);
    return {point.x(), point.y()};
}

Vector MapPlane::lift(QPointF point, const ConstVectorRef& base) const {
    const QPointF shown = of(base);
    const Eigen::Vector2d moved(point.x() - shown.x(), point.y() - shown.y());
    return (base.cast<double>() + projection.axes * moved).cast<Scalar>();
}

}  // namespace latentscape::ui
