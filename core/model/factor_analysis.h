#pragma once

#include "core/model/linear_gaussian.h"

namespace latentscape {

/// When to stop looking for a better factor analysis.
struct FactorAnalysisOptions {
    int maxIterations = 5000;
    /// Smallest gain of log-likelihood in one iteration that is worth another one, relative to its size.
    double tolerance = 1e-12;
};

/// A factor analysis and how it was reached.
struct FactorAnalysis {
    /// W turned so that Wᵀ Ψ⁻¹ W is diagonal and descending (the entry of largest magnitude of each column
    /// positive), which the likelihood leaves open; the latent dimensions are then independent given x.
    LinearGaussian model;
    /// Mean over the fitted rows, in nats.
    double logLikelihood = 0;
    int iterations = 0;
    bool converged = false;
};

/// Maximum likelihood with one noise variance for each feature, not below its entry in `noiseFloors`
/// (variances, one entry a feature). Starts from probabilistic PCA; never ends below it. At least one
/// feature.
///
/// By parameter-expanded EM (Rubin & Thayer 1982; Liu, Rubin & Wu 1998), which needs only the covariance, and
/// SQUAREM steps between (Varadhan & Roland 2008), which take the place of many EM steps.
FactorAnalysis fitFactorAnalysis(const DataMoments& moments, Index latent, const Eigen::VectorXd& noiseFloors,
                                 const FactorAnalysisOptions& options = {});

/// Mean log-likelihood, in nats per row, of rows with these moments; the mean of the model is taken to be
/// theirs.
double meanLogLikelihood(const LinearGaussian& model, const DataMoments& moments);

}  // namespace latentscape
