#pragma once

#include <cstdint>
#include <span>

#include "core/data/preprocessor.h"
#include "core/training/snapshot.h"

namespace latentscape {

/// How rows are scored.
struct AnomalyOptions {
    /// Draws of z a row for the ELBO.
    int samples = 16;
    /// With more than one, rows are scored by an importance-weighted estimate of −log p(x) with so many draws
    /// in place of the −ELBO.
    int importanceSamples = 0;
    std::uint64_t seed = 1;
};

/// How unlikely the model finds each row, in nats of the encoded table, constants included: the larger, the
/// stranger. Only present cells count.
struct AnomalyScores {
    /// −ELBO, or −log p̂(x) = −log (1/k) Σ w_i (Burda et al. 2016).
    Eigen::VectorXd score;
    /// The part that no column has: KL(q(z | x) ‖ p(z)). With importance samples it estimates the KL of the
    /// true posterior, by −log p(x) = E_{p(z|x)}[−log p(x | z)] + KL(p(z | x) ‖ p(z)).
    Eigen::VectorXd kl;
    /// E[−log p(x_column | z)] over the posterior, columns of the preprocessor × rows; draws are weighted by
    /// w_i / Σ w where there are importance weights. With `kl` they add up to `score`.
    Eigen::MatrixXd shares;
};

/// Scores `rows` of the table, in that order. A row's score depends on the row and its number alone.
AnomalyScores scoreRows(const Preprocessor& preprocessor, const EncodedTable& table,
                        const ModelSnapshot& model, std::span<const Index> rows,
                        const AnomalyOptions& options = {});

}  // namespace latentscape
