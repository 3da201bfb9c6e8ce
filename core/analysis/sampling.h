#pragma once

#include <cstdint>
#include <span>

#include "core/analysis/gaussian_mixture.h"
#include "core/data/preprocessor.h"
#include "core/training/snapshot.h"

namespace latentscape {

/// Rows that a model made up.
struct GeneratedRows {
    /// Where they were drawn from, latent × rows.
    Matrix z;
    /// Columns of the preprocessor × rows, in original units: numbers that the table could hold, or indices
    /// of categories.
    Eigen::MatrixXd values;
};

/// Where `rows` lie in the latent space, as a density: a mixture fitted to one draw z ~ q(z | x) of each, of
/// at most kMostPosteriorDraws of them. Rows decoded from it stay where training rows are, even where the
/// posterior as a whole has not become the prior.
GaussianMixture aggregatePosterior(const EncodedTable& table, const ModelSnapshot& model,
                                   std::span<const Index> rows, std::uint64_t seed);
inline constexpr Index kMostPosteriorDraws = 20000;

/// Draws z from the prior N(0, I), or from `latent` if there is one, and x ~ p(x | z), observation noise and
/// all. Row i is a function of (model, latent, seed, i): it does not depend on `count`.
GeneratedRows generateRows(const Preprocessor& preprocessor, const ModelSnapshot& model, Index count,
                           std::uint64_t seed, const GaussianMixture* latent = nullptr);

}  // namespace latentscape
