#pragma once

#include "core/training/trainer_state.h"

namespace latentscape {

/// Whether a run is worth keeping for other parameters than those that it has now: the best ones, if patience
/// looks for them.
bool keepsBest(const TrainerState& state);

/// What a run is worth keeping for.
const Vector& bestParameters(const TrainerState& state);

}  // namespace latentscape
