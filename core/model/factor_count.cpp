#include "core/model/factor_count.h"

#include <cmath>

#include <Eigen/Cholesky>

#include "core/model/ppca.h"

namespace latentscape {
namespace {

/// Keeps correlations invertible where features tell each other exactly.
constexpr double kRidge = 1e-6;

}  // namespace

Index countFactors(const DataMoments& moments, Index most) {
    const Index features = moments.covariance.rows();
    const Eigen::ArrayXd deviations =
        moments.covariance.diagonal().cwiseMax(kSmallestNoiseVariance).cwiseSqrt();
    const Eigen::VectorXd scale = deviations.inverse();
    Eigen::MatrixXd correlations = scale.asDiagonal() * moments.covariance * scale.asDiagonal();
    correlations.diagonal().array() += kRidge;
    const Eigen::MatrixXd inverse = correlations.llt().solve(Eigen::MatrixXd::Identity(features, features));
    const Eigen::VectorXd precision = inverse.diagonal().cwiseSqrt();
    const DataMoments whitened{.rows = moments.rows,
                               .mean = Eigen::VectorXd::Zero(features),
                               .covariance = precision.asDiagonal() * correlations * precision.asDiagonal()};
    const double chance = std::pow(1 + std::sqrt(double(features) / double(moments.rows)), 2);
    return (fitPpca(whitened, most, kSmallestNoiseVariance).eigenvalues.array() > chance).count();
}

}  // namespace latentscape
