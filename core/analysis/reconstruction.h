#pragma once

#include <optional>
#include <vector>

#include "core/data/dataset.h"
#include "core/data/preprocessor.h"
#include "core/training/snapshot.h"

namespace latentscape {

/// Values between which a number is expected.
struct ValueInterval {
    double lower = 0;
    double upper = 0;

    bool contains(double value) const { return lower <= value && value <= upper; }
};

/// One cell of a row beside what the model makes of it, in original units.
struct ReconstructedCell {
    double original = 0;
    /// The cell has no original value; the reconstruction stands alone.
    bool missing = false;
    DecodedCell reconstruction;
    /// Holds kPredictiveShare of p(x | z) at the row's mean. Only where the model says how far the column's
    /// numbers scatter, and only in rowDetails().
    std::optional<ValueInterval> interval = {};
};

/// A row of the table beside its reconstruction: one cell for each column of the preprocessor, in that order.
struct RowReconstruction {
    Index row = 0;
    std::vector<ReconstructedCell> cells;
};

/// Encodes one row, decodes its posterior mean (no noise drawn), and brings both to original units.
RowReconstruction reconstructRow(const Dataset& dataset, const Preprocessor& preprocessor,
                                 const EncodedTable& table, const ModelSnapshot& model, Index row);

}  // namespace latentscape
