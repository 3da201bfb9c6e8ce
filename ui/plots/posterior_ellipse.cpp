#include "ui/plots/posterior_ellipse.h"

#include <cmath>
#include <numbers>

#include <Eigen/Eigenvalues>

namespace latentscape::ui {
namespace {

/// Enough that corners are not seen on a whole screen.
constexpr int kCorners = 72;

}  // namespace

PosteriorEllipse PosteriorEllipse::of(const MapPlane& plane, const ConstVectorRef& mean,
                                      const ConstVectorRef& deviation) {
    const Eigen::MatrixXd scaled = deviation.cast<double>().asDiagonal() * plane.projection.axes;
    const Eigen::Matrix2d covariance = scaled.transpose() * scaled;
    PosteriorEllipse ellipse{.centre = plane.of(mean), .first = {}, .second = {}};
    if (covariance(0, 1) == 0) {
        ellipse.first = {std::sqrt(covariance(0, 0)), 0};
        ellipse.second = {0, std::sqrt(covariance(1, 1))};
        return ellipse;
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> solver(covariance);
    const Eigen::Vector2d lengths = solver.eigenvalues().cwiseMax(0).cwiseSqrt();
    const Eigen::Matrix2d axes = solver.eigenvectors() * lengths.asDiagonal();
    ellipse.first = {axes(0, 1), axes(1, 1)};
    ellipse.second = {axes(0, 0), axes(1, 0)};
    return ellipse;
}

QPolygonF PosteriorEllipse::outline(double deviations) const {
    QPolygonF corners;
    for (int i = 0; i <= kCorners; ++i) {
        const double angle = 2 * std::numbers::pi * (i % kCorners) / kCorners;
        corners << centre + deviations * (std::cos(angle) * first + std::sin(angle) * second);
    }
    return corners;
}

}  // namespace latentscape::ui
