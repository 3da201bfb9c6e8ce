#pragma once

#include "app/cli_commands.h"
#include "core/data/csv_reader.h"

namespace latentscape::cli {

/// Options that say how the file is written, for each command that reads a table of its own.
void addCsvOptions(CLI::App& command, DataArguments& data);

/// What they say. `column=type` entries are not among them.
CsvOptions csvOptions(const DataArguments& data);

}  // namespace latentscape::cli
