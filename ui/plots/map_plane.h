#pragma once

#include <QPointF>

#include "core/analysis/projection.h"

namespace latentscape::ui {

/// The plane of the latent space that a map shows: two latent dimensions, or any two orthonormal axes.
struct MapPlane {
    Projection projection;
    /// Column i tells how much of the two axes that were asked for is in axis i of the projection: the
    /// identity unless these were turned.
    Eigen::Matrix2d turn = Eigen::Matrix2d::Identity();

    /// Of two latent dimensions, counted from 0; out of range, the nearest there is. Of a latent space of one
    /// dimension the second axis shows nothing.
    static MapPlane ofDimensions(Index latent, Index x, Index y);

    /// The same plane with its axes turned or mirrored about its origin: an orthogonal matrix.
    MapPlane turned(const Eigen::Matrix2d& by) const;

    /// Where a place (all latent values) appears in the plane.
    QPointF of(const ConstVectorRef& place) const;
    /// The place that appears at `point`; what the plane does not show of it is as in `base`.
    Vector lift(QPointF point, const ConstVectorRef& base) const;
};

}  // namespace latentscape::ui
