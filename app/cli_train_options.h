#pragma once

#include "app/cli_commands.h"

namespace CLI {
class Option;
}

namespace latentscape::cli {

/// What a command that reads a table of its own offers. Returns the option for the table itself.
CLI::Option* addDataOptions(CLI::App& command, DataArguments& data);

/// All that decides how a run turns out: table or `--config`, rows, preset, preparation, and an option for
/// each hyperparameter, from the table that also makes the desktop form. `arguments` have to outlive the
/// parsing.
void addTrainOptions(CLI::App& command, TrainArguments& arguments);

}  // namespace latentscape::cli
