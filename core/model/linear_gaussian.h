#pragma once

#include "core/model/moments.h"

namespace latentscape {

/// No fit ends with a noise variance below this: a column that never varies would have an infinite density.
inline constexpr double kSmallestNoiseVariance = 1e-12;

/// The linear latent variable model x = W z + b + ε with z ~ N(0, I) and ε ~ N(0, Ψ), Ψ diagonal, so that
/// x ~ N(b, W Wᵀ + Ψ). With one noise variance for all features it is probabilistic PCA (Tipping & Bishop
/// 1999), with one each factor analysis (Rubin & Thayer 1982): the best that a VAE without hidden layers can
/// become.
struct LinearGaussian {
    /// b, one entry a feature.
    Eigen::VectorXd mean;
    /// W, features × latent.
    Eigen::MatrixXd loadings;
    /// The diagonal of Ψ, one entry a feature, all above 0.
    Eigen::VectorXd noiseVariance;

    Index features() const { return loadings.rows(); }
    Index latent() const { return loadings.cols(); }
};

/// p(z | x) = N(E (x − b), S) for a complete row: E = S Wᵀ Ψ⁻¹ and S = (I + Wᵀ Ψ⁻¹ W)⁻¹.
struct LinearPosterior {
    /// E, latent × features.
    Eigen::MatrixXd meanMap;
    /// The diagonal of S, one entry a latent dimension. Both fits turn W so that S has no other entries.
    Eigen::VectorXd variances;
};

LinearPosterior posterior(const LinearGaussian& model);

/// Mean over rows of log p(x), in nats, constants included; 0 without rows. Exact where cells are missing: of
/// such a row it is the density of the cells that are there.
///
/// By the matrix inversion and determinant lemmas, so that only latent × latent systems are solved.
double meanLogLikelihood(const LinearGaussian& model, const RowSelection& selection);

/// Each column of W up to its sign says the same; here its entry of largest magnitude is made positive.
void fixSigns(Eigen::MatrixXd& loadings);

}  // namespace latentscape
