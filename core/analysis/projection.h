#pragma once

#include "core/support/matrix.h"

namespace latentscape {

/// The plane in which a cloud of points is drawn: x ↦ axesᵀ · (x − origin).
struct Projection {
    /// dimensions × 2 with orthonormal columns.
    Eigen::MatrixXd axes;
    Eigen::VectorXd origin;

    /// 2 × points.
    Matrix of(const ConstMatrixRef& points) const;
};

/// The two principal axes of the points (dimensions × points, at least two dimensions) through their mean.
/// The largest entry of each axis is positive, so that it does not flip while the points move a little.
/// Columns that are not finite do not count.
Projection principalPlane(const ConstMatrixRef& points);

/// The first two dimensions as they are.
Projection firstTwo(Index dimensions);

}  // namespace latentscape
