#include "core/analysis/gaussian_mixture.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

#include "core/analysis/k_means.h"

namespace latentscape {
namespace {

/// log Σ_k e^{x_k} of each column.
Eigen::VectorXd logSumExp(const Eigen::MatrixXd& logValues) {
    const Eigen::RowVectorXd largest = logValues.colwise().maxCoeff();
    const Eigen::RowVectorXd sums = (logValues.rowwise() - largest).array().exp().colwise().sum();
    return (largest.array() + sums.array().log()).transpose();
}

/// Smallest number of points that a component stands on, in effect.
double smallestShare(const Eigen::MatrixXd& responsibilities) {
    return responsibilities.rowwise().sum().minCoeff();
}

/// The mixture that fits best when each point belongs to the components as `responsibilities` says.
GaussianMixture maximised(const Points& points, const Eigen::MatrixXd& responsibilities, double ridge) {
    std::vector<MixtureComponent> components;
    // A component that no point belongs to fades without a division by zero.
    const Eigen::VectorXd shares =
        responsibilities.rowwise().sum().array() + 10 * std::numeric_limits<double>::epsilon();
    Eigen::MatrixXd deviation(points.rows(), points.cols());
    for (Index k = 0; k < responsibilities.rows(); ++k) {
        MixtureComponent component{.weight = shares[k] / shares.sum(),
                                   .mean = points * responsibilities.row(k).transpose() / shares[k],
                                   .covariance = {}};
        deviation = points.colwise() - component.mean;
        deviation.array().rowwise() *= responsibilities.row(k).array().sqrt();
        component.covariance = Eigen::MatrixXd::Zero(points.rows(), points.rows());
        component.covariance.selfadjointView<Eigen::Lower>().rankUpdate(deviation, 1 / shares[k]);
        component.covariance.triangularView<Eigen::StrictlyUpper>() = component.covariance.transpose();
        component.covariance.diagonal().array() += ridge;
        components.push_back(std::move(component));
    }
    return GaussianMixture(std::move(components));
}

/// EM, with the responsibilities that it ends on.
struct EmResult {
    MixtureFit fit;
    Eigen::MatrixXd responsibilities;
};

EmResult expectationMaximisation(const Points& points, Eigen::MatrixXd responsibilities,
                                 const MixtureOptions& options) {
    MixtureFit fit{.mixture = maximised(points, responsibilities, options.ridge)};
    double previous = -std::numeric_limits<double>::infinity();
    while (true) {
        responsibilities = fit.mixture.logJoint(points);
        const Eigen::VectorXd logDensity = logSumExp(responsibilities);
        fit.logLikelihood = logDensity.mean();
        responsibilities.rowwise() -= logDensity.transpose();
        responsibilities = responsibilities.array().exp();
        if (fit.iterations == options.maxIterations || fit.logLikelihood - previous < options.tolerance)
            break;
        previous = fit.logLikelihood;
        fit.mixture = maximised(points, responsibilities, options.ridge);
        ++fit.iterations;
    }
    const double count = double(points.cols());
    fit.bic = -2 * count * fit.logLikelihood + double(fit.mixture.freeParameters()) * std::log(count);
    return {.fit = std::move(fit), .responsibilities = std::move(responsibilities)};
}

Eigen::MatrixXd hardResponsibilities(const std::vector<Index>& cluster, Index clusters) {
    Eigen::MatrixXd responsibilities = Eigen::MatrixXd::Zero(clusters, Index(cluster.size()));
    for (std::size_t point = 0; point < cluster.size(); ++point)
        responsibilities(cluster[point], Index(point)) = 1;
    return responsibilities;
}

}  // namespace

GaussianMixture::GaussianMixture(std::vector<MixtureComponent> components)
    : m_components(std::move(components)), m_logScale(Index(m_components.size())) {
    for (std::size_t k = 0; k < m_components.size(); ++k) {
        Eigen::MatrixXd& covariance = m_components[k].covariance;
        Eigen::LLT<Eigen::MatrixXd> factor(covariance);
        for (double ridge = 1e-12 * (1 + covariance.trace());
             factor.info() != Eigen::Success && std::isfinite(ridge); ridge *= 10) {
            covariance.diagonal().array() += ridge;
            factor.compute(covariance);
        }
        m_logScale[Index(k)] = std::log(m_components[k].weight) -
                               0.5 * double(latent()) * std::log(2 * std::numbers::pi) -
                               factor.matrixLLT().diagonal().array().log().sum();
        m_factors.push_back(std::move(factor));
    }
}

Eigen::MatrixXd GaussianMixture::logJoint(const Points& points) const {
    Eigen::MatrixXd logValues(Index(m_components.size()), points.cols());
    // Eigen's triangular solver takes the address of the first number, also of none.
    if (points.cols() == 0)
        return logValues;
    Eigen::MatrixXd whitened(points.rows(), points.cols());
    for (std::size_t k = 0; k < m_components.size(); ++k) {
        whitened = points.colwise() - m_components[k].mean;
        m_factors[k].matrixL().solveInPlace(whitened);
        logValues.row(Index(k)) = m_logScale[Index(k)] - 0.5 * whitened.colwise().squaredNorm().array();
    }
    return logValues;
}

Eigen::VectorXd GaussianMixture::logDensity(const Points& points) const {
    return logSumExp(logJoint(points));
}

Eigen::MatrixXd GaussianMixture::sample(Index count, std::uint64_t seed) const {
    const Random random(seed);
    Eigen::MatrixXd points(latent(), count);
    Vector noise(latent());
    for (Index i = 0; i < count; ++i) {
        // Epoch 0 chooses the component, epoch 1 the place in it.
        double left = unitInterval(random.words(RandomStream::MixtureSample, 0, std::uint32_t(i), 0));
        std::size_t chosen = 0;
        while (chosen + 1 < m_components.size() && left >= m_components[chosen].weight)
            left -= m_components[chosen++].weight;
        random.fillNormal(RandomStream::MixtureSample, 1, std::uint32_t(i), noise);
        points.col(i) = m_components[chosen].mean + m_factors[chosen].matrixL() * noise.cast<double>().eval();
    }
    return points;
}

Index GaussianMixture::freeParameters() const {
    const Index dimensions = latent();
    return Index(m_components.size()) * (dimensions + dimensions * (dimensions + 1) / 2 + 1) - 1;
}

MixtureFit fitMixtureFrom(const Points& points, const Eigen::MatrixXd& responsibilities,
                          const MixtureOptions& options) {
    return expectationMaximisation(points, responsibilities, options).fit;
}

MixtureFit fitGaussianMixture(const Points& points, const MixtureOptions& options) {
    const Index latent = points.rows();
    if (points.cols() == 0)
        return {.mixture = GaussianMixture({{.weight = 1,
                                             .mean = Eigen::VectorXd::Zero(latent),
                                             .covariance = Eigen::MatrixXd::Identity(latent, latent)}})};
    MixtureFit best = fitMixtureFrom(points, Eigen::MatrixXd::Ones(1, points.cols()), options);
    // Beyond the best number the BIC only climbs; a few more are tried, as one start may have been unlucky.
    constexpr int kTriesWithoutGain = 3;
    int tries = 0;
    for (Index count = 2;
         count <= options.maxComponents && count * (latent + 1) <= points.cols() && tries < kTriesWithoutGain;
         ++count) {
        const KMeans start = kMeans(points, count, options.seed);
        if (start.clusters < count)
            break;
        EmResult result =
            expectationMaximisation(points, hardResponsibilities(start.cluster, count), options);
        if (smallestShare(result.responsibilities) > double(latent) && result.fit.bic < best.bic) {
            best = std::move(result.fit);
            tries = 0;
        } else {
            ++tries;
        }
    }
    return best;
}

}  // namespace latentscape
