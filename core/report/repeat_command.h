#pragma once

#include <string>

#include "core/storage/run_json.h"

namespace latentscape {

/// A word as a shell takes it for one, whatever is in it; in quotes only where it needs them.
std::string shellWord(const std::string& word);

/// The command that trains a run again from the beginning: its table as it was read, roles and rows, and
/// every hyperparameter in which `begun` differs from `recommended`. Where something can only be told by a
/// configuration file, the command takes all from `config.json`.
std::string repeatCommand(const RunSource& source, const Hyperparameters& begun,
                          const Hyperparameters& recommended);

}  // namespace latentscape
