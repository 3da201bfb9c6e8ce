#pragma once

#include "app/cli_commands.h"
#include "core/data/column_roles.h"
#include "core/data/csv_reader.h"
#include "core/storage/run_json.h"

namespace latentscape::cli {

/// A table read as the command line asked, and the request itself for the saved configuration.
struct LoadedTable {
    DatasetPtr dataset;
    CsvDialect dialect;
    ColumnFindings findings;
    ImportReport report;
    ColumnRoles roles;
    RunSource source;
};

/// Reads the file, assigns roles, and prints what was noticed to standard error. Throws Error.
LoadedTable loadTable(const DataArguments& arguments);
/// The same as a run tells it.
LoadedTable loadTable(const RunSource& source);

/// One warning a line on standard error.
void printProblems(const Problems& problems);

}  // namespace latentscape::cli
