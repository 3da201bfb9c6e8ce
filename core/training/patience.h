#pragma once

#include <cstdint>

#include "core/training/trainer_state.h"
#include "core/training/training_data.h"

namespace latentscape {

/// Epochs until the KL weight has its full size; what comes out before does not count against a run.
std::uint32_t warmupEpochs(const Hyperparameters& hyperparameters);

/// Whether a run that can be judged by its validation rows has gone on for as many epochs without a better
/// ELBO as it has patience for.
bool outOfPatience(const TrainerState& state, const TrainingData& data);

}  // namespace latentscape
