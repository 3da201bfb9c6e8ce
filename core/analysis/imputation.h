#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/data/preprocessor.h"
#include "core/support/progress.h"
#include "core/training/snapshot.h"

namespace latentscape {

/// How missing cells are filled.
struct ImputationOptions {
    /// Draws z ~ q(z | x_observed) a row.
    int samples = 500;
    /// Share of the plausible values that the interval of a number holds.
    double interval = 0.9;
    /// Plausible rows from which that interval is told.
    int intervalDraws = 200;
    std::uint64_t seed = 1;
};

/// A missing cell and what the model puts there, in original units.
struct ImputedCell {
    Index row = 0;
    /// Place in the preprocessor's columns.
    std::size_t column = 0;
    /// E[x_missing | x_observed] (of its logarithm where the column is on such a scale), or the index of the
    /// most probable category.
    double value = 0;
    /// Probability of that category; 1 for numbers.
    double probability = 1;
    /// Central interval of a number, made of values that the table could hold; `value` twice for a category.
    double lower = 0;
    double upper = 0;
};

/// The rows in which a cell is missing that the model has a column for.
RowList rowsToFill(const Dataset& dataset, const Preprocessor& preprocessor);

/// Fills the missing cells of `rows` that the model has a column for (Mattei & Frellsen 2019, “MIWAE”):
/// with z_i ~ q(z | x_observed) and w_i ∝ p(x_observed | z_i) p(z_i) / q(z_i | x_observed) that add up to 1,
/// the expectation is Σ w_i E[x_missing | z_i], and plausible values are drawn from p(x_missing | z_i) after
/// z has been drawn again by the weights (sampling importance resampling, Rubin 1987).
///
/// `table` is the encoded `dataset`. A cell that the dataset has and the model cannot use, such as a category
/// that it never saw, is no missing cell. Cells come row by row, in the order of the columns; what a row gets
/// depends on the row and its number alone. Throws Error(Cancelled).
std::vector<ImputedCell> imputeMissing(const Dataset& dataset, const Preprocessor& preprocessor,
                                       const EncodedTable& table, const ModelSnapshot& model,
                                       std::span<const Index> rows, const ImputationOptions& options = {},
                                       const Progress& progress = {});

}  // namespace latentscape
