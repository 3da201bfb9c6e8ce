#pragma once

#include <cstdint>
#include <vector>

#include <Eigen/Cholesky>

#include "core/support/random.h"

namespace latentscape {

/// Points in latent space, latent × points.
using Points = Eigen::Ref<const Eigen::MatrixXd>;

/// One Gaussian of a mixture.
struct MixtureComponent {
    double weight = 1;
    Eigen::VectorXd mean;
    Eigen::MatrixXd covariance;
};

/// A density over latent space, Σ_k w_k N(μ_k, Σ_k): what is known of where the rows of a table lie.
class GaussianMixture {
public:
    /// At least one component, all of one size; weights add up to 1. A covariance that is not positive
    /// definite gets a growing ridge until it is.
    explicit GaussianMixture(std::vector<MixtureComponent> components);

    const std::vector<MixtureComponent>& components() const { return m_components; }
    Index latent() const { return m_components.front().mean.size(); }

    /// log p(z) of each point, in nats.
    Eigen::VectorXd logDensity(const Points& points) const;
    /// log w_k + log N(z | μ_k, Σ_k), components × points.
    Eigen::MatrixXd logJoint(const Points& points) const;
    /// latent × count; each column is a function of (seed, its number) alone.
    Eigen::MatrixXd sample(Index count, std::uint64_t seed) const;
    /// Numbers that a fit can choose: weights, means and covariances.
    Index freeParameters() const;

private:
    std::vector<MixtureComponent> m_components;
    std::vector<Eigen::LLT<Eigen::MatrixXd>> m_factors;
    /// log w − ½ (d log 2π + log |Σ|) of each component.
    Eigen::VectorXd m_logScale;
};

/// How to fit a mixture.
struct MixtureOptions {
    /// Numbers of components from 1 to this are tried.
    int maxComponents = 10;
    std::uint64_t seed = 1;
    int maxIterations = 100;
    /// EM stops when an iteration gains less than this, in nats a point.
    double tolerance = 1e-4;
    /// Added to each variance, so that a component on one spot stays finite.
    double ridge = 1e-6;
};

/// A mixture and how well it fits.
struct MixtureFit {
    GaussianMixture mixture;
    /// Mean over the fitted points, in nats.
    double logLikelihood = 0;
    /// −2 log p(points) + parameters · log N (Schwarz 1978); the smaller the better.
    double bic = 0;
    int iterations = 0;
};

/// EM (Dempster, Laird & Rubin 1977) from given responsibilities, components × points, whose columns add up
/// to 1. At least one point.
MixtureFit fitMixtureFrom(const Points& points, const Eigen::MatrixXd& responsibilities,
                          const MixtureOptions& options = {});

/// The mixture with the smallest BIC among those with 1 … maxComponents components, each started by k-means++
/// (Arthur & Vassilvitskii 2007). One in which a component stands on no more points than it has dimensions is
/// not considered: its covariance would say nothing, and its density grow without bound. Without points, the
/// standard normal. Work grows with points · dimensions² · components²: some thousand points are enough to
/// know a mixture by.
MixtureFit fitGaussianMixture(const Points& points, const MixtureOptions& options = {});

}  // namespace latentscape
