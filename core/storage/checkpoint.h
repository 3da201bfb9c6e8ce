#pragma once

#include <string>
#include <string_view>

#include "core/data/preprocessor.h"
#include "core/training/metrics_history.h"
#include "core/training/trainer_state.h"

namespace latentscape {

// A checkpoint is one file, checkpoint.safetensors, from which a run goes on bit for bit as if it had never
// been stopped. Tensors, each as long as all parameters: `parameters`, `optimizer.first_moment` and
// `.second_moment`, `best.parameters`, and the same three of `last_finite`; `history.training` and
// `history.validation` are tables of float64. The rest is JSON in the metadata. Randomness is a function of
// seed, epoch and row, and so has no state to keep.

struct Checkpoint {
    TrainerState state;
    /// From the beginning of the run up to that state.
    MetricsHistory history;
    /// How the table was encoded.
    Preprocessor preprocessor;
};

/// Writes it whole or not at all, without a copy of the parameters. Throws Error(FileNotWritable).
void writeCheckpoint(const std::string& path, const TrainerState& state, const MetricsHistory& history,
                     const Preprocessor& preprocessor);

/// Whether a checkpoint can be written now: the step that makes the parameters infinite shows only at the
/// next one, which takes it back.
bool isWorthKeeping(const TrainerState& state);

/// Everything is checked that can be without the model; Trainer::canRestore() does the rest. `name` is for
/// messages. Throws Error(RunUnreadable).
Checkpoint decodeCheckpoint(std::string_view bytes, const std::string& name);

/// Throws Error(FileNotFound, FileUnreadable, RunUnreadable).
Checkpoint readCheckpoint(const std::string& path);

}  // namespace latentscape
