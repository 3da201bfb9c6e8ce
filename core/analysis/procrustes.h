#pragma once

#include "core/support/matrix.h"

namespace latentscape {

/// How one cloud of points is laid over another: x ↦ scale · rotation · (x − from) + to.
struct ProcrustesFit {
    /// dimensions × dimensions, orthogonal; mirrors where that fits better.
    Eigen::MatrixXd rotation;
    double scale = 1;
    Eigen::VectorXd from;
    Eigen::VectorXd to;
    /// The share of variance that both clouds have in common once one is turned, mirrored, moved and resized
    /// to lie over the other: 1 for the same shape, 0 if one of them is a single point. The same in either
    /// direction, whatever `scale` is.
    double r2 = 0;
};

enum class ProcrustesScale {
    One,     ///< a cloud keeps its size
    Fitted,  ///< and gets the size that fits best
};

/// The least squares fit of `points` to `reference` (Schönemann 1966): dimensions × points each, column i of
/// one belongs to column i of the other. The cloud of fewer dimensions gets more, in which it is flat.
/// Columns that are not finite do not count.
ProcrustesFit fitProcrustes(const ConstMatrixRef& points, const ConstMatrixRef& reference,
                            ProcrustesScale scale);

/// The points where the fit puts them, in the dimensions of the fit.
Matrix transformed(const ProcrustesFit& fit, const ConstMatrixRef& points);

}  // namespace latentscape
