#pragma once

#include <string>

#include "app/cli_commands.h"

namespace latentscape::cli {

/// Fills in what a run's config.json says: table, how it is read, roles, rows and all hyperparameters. `path`
/// is the file or the run's folder. Throws Error(FileNotFound, FileUnreadable, RunUnreadable).
void takeConfig(const std::string& path, TrainArguments& arguments);

}  // namespace latentscape::cli
