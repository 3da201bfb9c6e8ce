#pragma once

#include <optional>
#include <span>

#include "core/analysis/reconstruction.h"

namespace latentscape {

/// Another value in place of the one that the table has.
struct CellEdit {
    /// Of the table.
    Index column = 0;
    /// A number, or the index of a category; none for a missing cell.
    std::optional<double> value;

    bool operator==(const CellEdit&) const = default;
};

/// What a model makes of one row: where it puts it, how surely, and what comes back.
struct RowDetails {
    /// Of the row as it was edited.
    RowReconstruction reconstruction;
    /// q(z | x) = N(mean, diag deviation²), one entry a latent dimension; deviation is exp(½ log σ²).
    Vector mean;
    Vector deviation;
    /// KL(q(z | x) ‖ p(z)) of each dimension, in nats.
    Vector kl;
    /// −log p(x | z = mean) over the present cells, in nats of the encoded table, constants included.
    double error = 0;
};

/// One row of the table with `edits` in it; each names another column. Without edits exactly what
/// reconstructRow() and encodeRows() give.
RowDetails rowDetails(const Dataset& dataset, const Preprocessor& preprocessor, const EncodedTable& table,
                      const ModelSnapshot& model, Index row, std::span<const CellEdit> edits = {});

}  // namespace latentscape
