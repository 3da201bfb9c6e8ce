#pragma once

#include "core/model/linear_gaussian.h"

namespace latentscape {

/// Probabilistic PCA, fitted by maximum likelihood (Tipping & Bishop 1999): with λ and U the largest
/// eigenvalues and eigenvectors of the covariance and σ² the mean of the remaining eigenvalues,
/// W = U (Λ − σ² I)^½.
struct Ppca {
    /// Columns of W in descending order of λ, mutually orthogonal; the entry of largest magnitude of each is
    /// positive.
    LinearGaussian model;
    /// λ, one entry a latent dimension, descending: the variance of x along that column of W. A direction
    /// with no more than the noise counts as noise: λ = σ², and W is 0 there.
    Eigen::VectorXd eigenvalues;

    double noiseVariance() const { return model.noiseVariance[0]; }
};

/// How to find the largest eigenvalues.
enum class EigenMethod {
    Automatic,  ///< whichever is quicker for the size at hand
    Dense,      ///< all eigenvalues of the covariance
    Lanczos,    ///< only those that are needed (Spectra); of a table, without forming its covariance
};

/// `noiseFloor` is the smallest σ² to accept, a variance. At least one feature; more latent dimensions than
/// features leave the rest without use.
Ppca fitPpca(const DataMoments& moments, Index latent, double noiseFloor,
             EigenMethod method = EigenMethod::Automatic);

/// The same from the rows themselves; for thousands of features, where a covariance would be too large.
Ppca fitPpca(const RowSelection& selection, Index latent, double noiseFloor,
             EigenMethod method = EigenMethod::Automatic);

}  // namespace latentscape
