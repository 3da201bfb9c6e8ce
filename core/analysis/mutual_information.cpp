#include "core/analysis/mutual_information.h"

#include <cmath>

#include "core/support/random.h"

namespace latentscape {

double mutualInformation(const Eigen::MatrixXd& mean, const Eigen::MatrixXd& logvar, std::uint64_t seed) {
    const Index rows = mean.cols();
    if (rows == 0)
        return 0;
    const Random random(seed);
    const Eigen::ArrayXXd precision = (-logvar.array()).exp();
    // The 2π of all normals cancel.
    const Eigen::ArrayXd halfLogDeterminants = 0.5 * logvar.array().colwise().sum().transpose();
    Vector drawn(mean.rows());
    double sum = 0;
    for (Index i = 0; i < rows; ++i) {
        random.fillNormal(RandomStream::ImportanceNoise, 0, std::uint32_t(i), drawn);
        const Eigen::ArrayXd noise = drawn.cast<double>().array();
        const Eigen::ArrayXd z = mean.col(i).array() + noise * (0.5 * logvar.col(i).array()).exp();
        const Eigen::ArrayXd squares =
            ((mean.array().colwise() - z).square() * precision).colwise().sum().transpose();
        const Eigen::ArrayXd logDensities = -0.5 * squares - halfLogDeterminants;
        const double largest = logDensities.maxCoeff();
        const double logMixture = largest + std::log((logDensities - largest).exp().mean());
        sum += -0.5 * noise.square().sum() - halfLogDeterminants[i] - logMixture;
    }
    return sum / double(rows);
}

}  // namespace latentscape
