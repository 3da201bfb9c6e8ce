#include "core/analysis/projection.h"

#include <Eigen/Eigenvalues>

namespace latentscape {

Matrix Projection::of(const ConstMatrixRef& points) const {
    const Eigen::VectorXd shift = axes.transpose() * origin;
    return (axes.transpose().cast<Scalar>() * points).colwise() - shift.cast<Scalar>();
}

Projection firstTwo(Index dimensions) {
    return {.axes = Eigen::MatrixXd::Identity(dimensions, 2), .origin = Eigen::VectorXd::Zero(dimensions)};
}

Projection principalPlane(const ConstMatrixRef& points) {
    Projection plane = firstTwo(points.rows());
    Eigen::MatrixXd scatter = Eigen::MatrixXd::Zero(points.rows(), points.rows());
    Index count = 0;
    Eigen::VectorXd x(points.rows());
    const auto forEachFinite = [&](auto work) {
        for (Index i = 0; i < points.cols(); ++i) {
            x = points.col(i).cast<double>();
            if (x.allFinite())
                work();
        }
    };
    forEachFinite([&] {
        plane.origin += x;
        ++count;
    });
    if (count == 0)
        return plane;
    plane.origin /= double(count);
    forEachFinite([&] {
        x -= plane.origin;
        scatter.selfadjointView<Eigen::Lower>().rankUpdate(x);
    });
    // Ascending.
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(scatter);
    for (Index axis = 0; axis < 2; ++axis) {
        plane.axes.col(axis) = solver.eigenvectors().col(points.rows() - 1 - axis);
        Index largest = 0;
        plane.axes.col(axis).cwiseAbs().maxCoeff(&largest);
        if (plane.axes(largest, axis) < 0)
            plane.axes.col(axis) *= -1;
    }
    return plane;
}

}  // namespace latentscape
