#pragma once

#include <QPolygonF>

#include "ui/plots/map_plane.h"

namespace latentscape::ui {

/// Where a row's posterior q(z | x) = N(μ, diag σ²) lies in a plane of the latent space: the places at a
/// Mahalanobis distance of 1 from its projection, which is normal again, with covariance Aᵀ diag(σ²) A for
/// the plane's axes A.
struct PosteriorEllipse {
    QPointF centre;
    /// Half axes from the centre, at right angles: one standard deviation each. A plane of two latent
    /// dimensions i and j has them along its own axes, with the lengths σ_i and σ_j.
    QPointF first;
    QPointF second;

    /// `mean` and `deviation` are all latent values.
    static PosteriorEllipse of(const MapPlane& plane, const ConstVectorRef& mean,
                               const ConstVectorRef& deviation);

    /// At `deviations` standard deviations, closed.
    QPolygonF outline(double deviations) const;
};

}  // namespace latentscape::ui
