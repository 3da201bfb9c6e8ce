#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/analysis/reconstruction_sums.h"
#include "core/data/dataset.h"
#include "core/data/preprocessor.h"
#include "core/training/snapshot.h"

namespace latentscape {

/// The width σ of the noise that a model gives a column of numbers; of Student's t its scale.
struct NoiseWidth {
    /// In original units. Of a column on a logarithmic scale the factor e^σ, 1 for no noise: there the noise
    /// multiplies.
    double width = 0;
    bool isFactor = false;
    /// As a share of the column's standard deviation over these rows (of its logarithm where isFactor); 0 if
    /// the column does not vary.
    double share = 0;
    /// As narrow as it may become: the column is known as exactly as it is written.
    bool atFloor = false;
};

/// How well a model knows one input column, judged by reconstructions from the posterior means of some rows.
struct ColumnHealth {
    std::string name;
    /// Place in the table that was fitted.
    Index column = 0;
    ColumnFit fit;
    /// Only of a likelihood that has one; the mean over rows where it differs between them.
    std::optional<NoiseWidth> noise;
    /// Mean |error| in original units; of categories the share of cells whose most probable category is
    /// another one. Nothing if no cell is present.
    std::optional<double> error;
    /// The same as a share of the standard deviation in original units, 0 if the column does not vary; of
    /// categories as it stands.
    double errorShare = 0;
};

/// One entry for each column with features, in the preprocessor's order. `dataset` is the table that was
/// fitted, `table` its encoding. No noise is drawn.
std::vector<ColumnHealth> columnHealth(const Dataset& dataset, const Preprocessor& preprocessor,
                                       const EncodedTable& table, const ModelSnapshot& model,
                                       std::span<const Index> rows);

}  // namespace latentscape
