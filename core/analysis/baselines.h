#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/analysis/shrunk_gaussian.h"
#include "core/data/preprocessor.h"
#include "core/model/linear_gaussian.h"

namespace latentscape {

/// Mean log-densities of the simplest models on the judged rows, in nats per row of the encoded table.
struct BaselineDensities {
    /// Each column a Gaussian of its own: nothing to find.
    double independent = 0;
    /// Probabilistic PCA and factor analysis with as many latent dimensions as the model.
    double ppca = 0;
    double factorAnalysis = 0;
    /// One Gaussian with all covariances (Ledoit & Wolf 2004).
    double shrunkGaussian = 0;

    /// The better of the two linear latent models.
    double linear() const { return ppca > factorAnalysis ? ppca : factorAnalysis; }
};

/// R² of a column under PCA, as ColumnEvaluation::r2 is that of the model.
struct ColumnBaseline {
    std::string name;
    double r2 = 0;
    bool varies = true;
};

/// What simple models, fitted on the training rows, make of other rows.
struct Baselines {
    /// Only where all columns are numbers with a density, so that the figures can be compared with an ELBO.
    std::optional<BaselineDensities> densities;
    /// For each column with features, from PCA with as many dimensions as the model; and their mean.
    std::vector<ColumnBaseline> columns;
    double r2 = 0;
};

/// Features beyond which factor analysis and the full Gaussian are left out, and with them the densities.
inline constexpr Index kBaselineFeatures = 512;

/// The simple models themselves, to judge any rows by.
struct FittedBaselines {
    LinearGaussian ppca;
    /// The others, where all columns are numbers with a density.
    struct Densities {
        LinearGaussian independent;
        LinearGaussian factorAnalysis;
        ShrunkGaussian shrunkGaussian;
    };
    std::optional<Densities> densities;

    Index latent() const { return ppca.loadings.cols(); }
    Baselines judge(const Preprocessor& preprocessor, const EncodedTable& table,
                    std::span<const Index> rows) const;
    /// Baselines::columns alone.
    std::vector<ColumnBaseline> judgeColumns(const Preprocessor& preprocessor, const EncodedTable& table,
                                             std::span<const Index> rows) const;
};

/// Fits on (at most 20,000 of) the training rows.
FittedBaselines fitBaselines(const Preprocessor& preprocessor, const EncodedTable& table,
                             std::span<const Index> trainingRows, Index latent);

/// Fits, and judges `judged`.
Baselines fitBaselines(const Preprocessor& preprocessor, const EncodedTable& table,
                       std::span<const Index> trainingRows, std::span<const Index> judged, Index latent);

}  // namespace latentscape
