#pragma once

#include <functional>

#include "core/data/column_checks.h"
#include "core/data/column_roles.h"
#include "core/data/csv_reader.h"
#include "core/storage/run_store.h"
#include "core/training/training_data.h"

namespace latentscape {

/// The table that a run learned from, read as it was read then.
struct RunTable {
    DatasetPtr dataset;
    CsvDialect dialect;
    ColumnFindings findings;
    ImportReport report;
    ColumnRoles roles;
};

/// Reads the file that is named, in the way that is told.
using TableReader = std::function<CsvResult(const std::string& path, const CsvOptions& options)>;

/// Reads it from config.source.path and makes sure that it is still the same. Throws Error(RunTableMissing,
/// RunTableChanged), and what `read` throws.
RunTable readRunTable(const RunConfig& config, const TableReader& read);

/// Encodes it as the run did. Throws Error as prepareTrainingData() does, and RunTableChanged if that gives
/// another encoding than `encoded`, the run's own.
TrainingDataPtr prepareRunTable(const RunTable& table, const RunConfig& config, const Preprocessor& encoded);

}  // namespace latentscape
