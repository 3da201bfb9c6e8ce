#pragma once

#include <optional>
#include <span>
#include <string>
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

/// What a model is worth for one input column.
struct ColumnEvaluation {
    /// The column, as in Preprocessor::columns().
    std::string name;
    /// Mean −log p(x | z) of the column's cells in nats per row, a missing cell counting as 0.
    double negativeLogLikelihood = 0;
    /// 1 − (squared error of the reconstruction from the posterior mean) / (squared deviation from the
    /// column's mean over these rows), in encoded units, over all features of the column. 0 when the column
    /// does not vary over these rows, and then it counts in no mean.
    double r2 = 0;
    bool varies = true;
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
    /// Dimensions that are in use: see LatentDimension::active().
    int activeUnits = 0;
    /// Mean and variance of the aggregate posterior, the mixture of all rows' posteriors; 0 and 1 if it were
    /// the prior.
    std::vector<double> aggregateMean;
    std::vector<double> aggregateVariance;
    /// Estimate of the information that z holds on x, in nats: KL of the posteriors from their mixture over
    /// (at most kMutualInformationRows of) these rows. Never more than the logarithm of their number.
    double mutualInformation = 0;
    /// Share of latent log-variances that were cut off at their bounds.
    double saturated = 0;
    /// One for each column with features, in the preprocessor's order, and the mean R² of those that vary.
    std::vector<ColumnEvaluation> columns;
    double r2 = 0;
    /// Turns the bounds into those on the density in original units.
    double logJacobian = 0;

    struct ImportanceWeighted {
        int k = 0;
        /// E[log (1/k) Σ p(x, z_i) / q(z_i | x)] (Burda et al. 2016), in nats per row.
        double logLikelihood = 0;
    };
    std::optional<ImportanceWeighted> importanceWeighted;
};

inline constexpr Index kMutualInformationRows = 1024;

Evaluation evaluateModel(const Preprocessor& preprocessor, const EncodedTable& table,
                         const ModelSnapshot& model, std::span<const Index> rows,
                         const EvaluationOptions& options);

}  // namespace latentscape
