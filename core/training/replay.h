#pragma once

#include <functional>

#include "core/training/metrics_history.h"
#include "core/training/trainer.h"

namespace latentscape {

/// Takes a new trainer, made with the hyperparameters that a run began with, to a place in that run: makes
/// each edit up to there at the step at which it took effect, and goes back to the best parameters where the
/// run did. Ends in the same parameters bit for bit, also of a run that diverged on the way, and of a branch
/// with the history of the runs that it came from. False if the history cannot be that of a run that began
/// like this; then the trainer stands where that showed. `goesOn` is asked after each step; a no ends the
/// replay there, and it returns false.
bool replay(Trainer& trainer, const MetricsHistory& history, RunPlace end,
            const std::function<bool(const Trainer&)>& goesOn = {});

}  // namespace latentscape
