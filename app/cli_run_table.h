#pragma once

#include <string>
#include <vector>

#include "core/data/csv_reader.h"
#include "core/storage/table_options.h"

namespace latentscape::cli {

/// Reads the columns that the model encodes as what they were when it was trained. Another table may hold
/// fewer of their values, and other columns beside them. Prints what was noticed to standard error. Throws
/// Error as readCsv does, and TableDoesNotFitRun.
CsvResult readLike(const SavedRun& run, const std::string& path);

/// The same for the table that the run was trained on, which must still have as many rows.
CsvResult readOwnTable(const SavedRun& run);

/// The rows of that table that the run learned from, and those that judged it. Throws Error as
/// splitAsRequested does.
Split splitOfRun(const SavedRun& run, const Dataset& dataset);

}  // namespace latentscape::cli
