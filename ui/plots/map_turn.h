#pragma once

#include "ui/plots/latent_points.h"

namespace latentscape::ui {

/// How the axes of `points` are to be turned or mirrored for these to lie over `reference`, as far as the
/// rows in both tell (Procrustes): an orthogonal matrix, as MapPlane::turned() takes it. Nothing is moved or
/// resized.
///
/// Where it does nearly as well, the axes are only mirrored or exchanged, or else turned as `before`; as
/// `before` also where both have too little in common to tell.
Eigen::Matrix2d turnOver(const LatentPoints& points, const LatentPoints& reference,
                         const Eigen::Matrix2d& before);

}  // namespace latentscape::ui
