#pragma once

#include "app/cli_commands.h"
#include "core/storage/run_folder.h"
#include "core/training/trainer.h"

namespace latentscape::cli {

struct TrainingLoopOptions {
    bool json = false;
    /// A checkpoint is written at most so often.
    double checkpointSeconds = 30;
};

/// `--checkpoint-seconds`
void addCheckpointOption(CLI::App& command, double& seconds);

/// From here on Ctrl+C, and being asked to end, ends the training loop and no more.
void catchInterrupts();
bool wasInterrupted();

/// Refuses a model that does not fit into memory, and tells of one that takes much. Throws
/// Error(ModelTooLarge).
void checkMemoryFor(const TrainingData& data, const Hyperparameters& hyperparameters);

/// Trains to the end, to divergence or to Ctrl+C, keeps the run in its folder meanwhile, and says how it
/// ended and what the doctor makes of it. `history` is what the run has told so far. Throws
/// Error(FileNotWritable).
ExitCode trainInto(RunFolder& folder, Trainer& trainer, MetricsHistory history,
                   const TrainingLoopOptions& options);

}  // namespace latentscape::cli
