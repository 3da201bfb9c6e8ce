#pragma once

#include <QString>
#include <exception>

#include "core/data/csv_reader.h"

namespace latentscape::ui {

/// Whether a table with this path is read from a file, rather than one that comes with the program or is
/// made up.
bool isFilePath(const std::string& path);

/// Reads a file, or a sample from the program's resources. Throws Error as readCsv() does.
CsvResult readTable(const QString& path, const CsvOptions& options, const ReadControl& control = {});

/// What a job that read `path` has thrown, as a problem that can be told.
Problem problemOf(const std::exception_ptr& thrown, const QString& path);

/// Whether another way to read the file may be the remedy.
bool importSettingsMayHelp(ProblemCode code);

}  // namespace latentscape::ui
