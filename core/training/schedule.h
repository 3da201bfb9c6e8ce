#pragma once

#include <array>
#include <string_view>

#include "core/training/hyperparameters.h"

namespace latentscape {

inline constexpr std::array<std::string_view, 3> kLearningRateScheduleNames{"plateau", "cosine", "constant"};

/// The plateau schedule multiplies the learning rate by this …
inline constexpr double kPlateauFactor = 0.5;
/// … after so many epochs without a better validation ELBO.
inline constexpr int kPlateauEpochs = 20;

/// The KL weight that counts at `epoch` (epochs trained, with fraction): β · min(1, epoch / warm-up), and
/// within each cycle rising from zero in its first half (Fu et al. 2019).
double scheduledBeta(const Hyperparameters& hyperparameters, double epoch);

/// The learning rate that counts at `epoch`; plateauFactor is what the plateau schedule has come to.
double scheduledLearningRate(const Hyperparameters& hyperparameters, double epoch, double plateauFactor);

}  // namespace latentscape
