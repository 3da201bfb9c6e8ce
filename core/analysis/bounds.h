#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/data/preprocessor.h"
#include "core/training/snapshot.h"

namespace latentscape {

/// How closely to look.
struct EvaluationOptions {
    /// Draws of ε a row for the ELBO.
    int samples = 8;
    /// Draws a row for the importance-weighted bound; 0 leaves it out.
    int importanceSamples = 0;
    std::uint64_t seed = 1;
};

/// What a model is worth on some rows. Losses are in nats per row of the encoded table, constants included.
struct Evaluation {
    Index rows = 0;
    double elbo = 0;
    double reconstruction = 0;
    double kl = 0;
    /// Mean KL of each latent dimension; they add up to `kl`.
    std::vector<double> klPerDimension;
    /// Variance over rows of each posterior mean.
    std::vector<double> meanVariance;
    /// Dimensions whose posterior mean has a variance above 0.01 (Burda et al. 2016).
    int activeUnits = 0;
    /// Turns the bounds into those on the density in original units.
    double logJacobian = 0;

    struct ImportanceWeighted {
        int k = 0;
        /// E[log (1/k) Σ p(x, z_i) / q(z_i | x)] (Burda et al. 2016), in nats per row.
        double logLikelihood = 0;
    };
    std::optional<ImportanceWeighted> importanceWeighted;
};

Evaluation evaluateModel(const Preprocessor& preprocessor, const EncodedTable& table,
                         const ModelSnapshot& model, std::span<const Index> rows,
                         const EvaluationOptions& options);

}  // namespace latentscape
