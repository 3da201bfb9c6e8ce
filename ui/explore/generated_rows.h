#pragma once

#include <memory>

#include "core/analysis/correlation.h"
#include "core/analysis/differences.h"
#include "core/training/training_data.h"

namespace latentscape::ui {

/// Which rows a model shall make up.
struct GenerationRequest {
    Index rows = 500;
    std::uint64_t seed = 1;
    /// From where the training rows lie, instead of from the prior.
    bool fromPosterior = false;
};

/// Made-up rows, and how they compare with those of the table.
struct GeneratedComparison {
    GeneratedRows rows;
    /// The same as a table.
    DatasetPtr table;
    std::vector<ColumnDifference> columns;
    CorrelationPair correlations;
};

using GeneratedComparisonPtr = std::shared_ptr<const GeneratedComparison>;

/// Compares with the rows that are learned from or judged by, or with a fixed sub-sample of them. For any
/// thread. Throws Error(Cancelled).
GeneratedComparisonPtr generateAndCompare(const TrainingData& data, const ModelSnapshot& model,
                                          const GenerationRequest& request, const Progress& progress);

}  // namespace latentscape::ui
