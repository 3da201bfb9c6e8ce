#pragma once

#include <string>

#include "core/data/preprocessor.h"
#include "core/support/progress.h"
#include "core/training/snapshot.h"

namespace latentscape {

// What a model makes of all rows of a table, as the text of a CSV file. Each throws Error(Cancelled).

/// Where each row lies: `row` (counted from 0), `mean_0` …, `sd_0` …; with `original`, the table itself, then
/// its columns as its file writes them.
std::string encodedCsv(const EncodedTable& table, const ModelSnapshot& model,
                       const Dataset* original = nullptr, const Progress& progress = {});

/// What comes back for each row: the model's columns in original units.
std::string reconstructedCsv(const Preprocessor& preprocessor, const EncodedTable& table,
                             const ModelSnapshot& model, const Progress& progress = {});

}  // namespace latentscape
