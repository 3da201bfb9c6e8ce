#pragma once

#include <memory>

#include "core/data/preprocessor.h"
#include "core/data/row_request.h"
#include "core/model/vae.h"
#include "core/training/hyperparameters.h"

namespace latentscape {

/// A table made ready for training: split, encoded, with what the model must know of each feature. Immutable
/// once built; shared by the trainer and the views.
struct TrainingData {
    DatasetPtr dataset;
    ColumnRoles roles;
    RowRequest rows;
    Split split;
    Preprocessor preprocessor;
    EncodedTable table;
    /// Over the training rows.
    FeatureStatistics statistics;
    /// Columns that were left out, and warnings.
    Problems problems;

    /// Rows that are learned from or judged by.
    Index usedRows() const { return Index(split.training.size() + split.validation.size()); }
};

using TrainingDataPtr = std::shared_ptr<const TrainingData>;

/// At least this many rows are needed.
inline constexpr Index kMinimumRows = 4;

/// Splits the rows that are asked for, fits the preprocessor on the training rows, and encodes all rows of
/// the table. Throws Error as splitAsRequested does, and TooFewRows, NoUsableInput, LikelihoodDoesNotFit.
TrainingDataPtr prepareTrainingData(DatasetPtr dataset, const ColumnRoles& roles,
                                    const Hyperparameters& hyperparameters, const RowRequest& rows = {});

/// Whether prepareTrainingData() makes the same of a table for both, roles and rows being equal.
bool preparedAlike(const Hyperparameters& one, const Hyperparameters& other);

/// recommendedHyperparameters() for the rows that are used and the features that the model sees.
Hyperparameters recommendedHyperparameters(const TrainingData& data);

/// Mean and variance of each feature over the present cells of `rows`.
FeatureStatistics featureStatistics(const EncodedTable& table, const RowList& rows);

/// Which likelihood each run of features gets, with the smallestNoise() of each number column.
std::vector<LikelihoodBlock> likelihoodBlocks(const Preprocessor& preprocessor,
                                              const Hyperparameters& hyperparameters);

/// The architecture that the hyperparameters describe for this table.
VaeConfig vaeConfig(const Preprocessor& preprocessor, const Hyperparameters& hyperparameters);

}  // namespace latentscape
