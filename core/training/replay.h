#pragma once

#include <cstdint>
#include <span>

#include "core/training/metrics_history.h"
#include "core/training/trainer.h"

namespace latentscape {

/// Where in its run a trainer stands.
struct RunPlace {
    std::int64_t step = 0;
    /// Times that training had diverged by then.
    std::int64_t divergences = 0;
};

/// Takes a new trainer, made with the hyperparameters that a run began with, to a place in that run: makes
/// each edit up to there at the step at which it took effect. Ends in the same parameters bit for bit, also
/// of a run that diverged on the way, and of a branch with the edits of the runs that it came from. False if
/// the edits cannot be those of a run that began like this; then the trainer stands where that showed.
bool replay(Trainer& trainer, std::span<const HyperparameterEdit> edits, RunPlace end);

}  // namespace latentscape
