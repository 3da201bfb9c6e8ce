#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "core/storage/checkpoint.h"
#include "core/storage/run_store.h"
#include "core/storage/run_table.h"
#include "core/training/trainer.h"

namespace latentscape::cli {

/// A run in its folder, to be trained on or anew.
struct KeptRunArguments {
    std::string folder;
    /// Where the table is now, if not where it was.
    std::string dataPath;
    /// 0: as many as there are cores.
    int threads = 0;

    int threadCount() const;
};

/// `RUN`, `--data`, `--threads`
void addKeptRunOptions(CLI::App& command, KeptRunArguments& arguments);

/// With the table where it is now. Throws Error as readRunConfig() does.
RunConfig configOf(const KeptRunArguments& arguments);

/// Throws Error(RunHasNoCheckpoint), and as readCheckpoint() does.
Checkpoint checkpointOf(const std::string& folder);

/// Throws Error(RunUnreadable) if the checkpoint in the run's folder is not one of what is trained.
void checkOfThisRun(const Checkpoint& checkpoint, const Trainer& trainer, const std::string& folder);

/// The run's own table. Prints what was noticed to standard error. Throws Error as readRunTable() does.
RunTable ownTable(const RunConfig& config);

/// The run's own table as the run encoded it. Prints what was noticed to standard error. Throws Error as
/// readRunTable() and prepareRunTable() do.
TrainingDataPtr ownTrainingData(const RunConfig& config, const Preprocessor& encoded);

}  // namespace latentscape::cli
