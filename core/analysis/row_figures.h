#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/analysis/anomaly.h"

namespace latentscape {

/// The two parts of the −ELBO, and the −ELBO itself.
enum class RowFigure { ReconstructionError, Kl, AnomalyScore };

/// What a model makes of each of some rows, in nats.
struct RowFigures {
    RowList rows;
    /// E[−log p(x | z)] over the posterior, all columns of a row together; only present cells count.
    std::vector<float> reconstructionError;
    /// KL(q(z | x) ‖ p(z)).
    std::vector<float> kl;
    /// The score by which AnomalyRanking ranks.
    std::vector<float> anomalyScore;

    const std::vector<float>& of(RowFigure figure) const;
};

/// What scoreRows() finds, for as many rows as one likes: the shares of single
/// columns are not kept.
RowFigures rowFigures(const Preprocessor& preprocessor, const EncodedTable& table, const ModelSnapshot& model,
                      std::span<const Index> rows, const AnomalyOptions& options = {});

}  // namespace latentscape
