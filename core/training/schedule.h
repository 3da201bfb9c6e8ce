#pragma once

#include "core/training/hyperparameters.h"

namespace latentscape {

/// The KL weight that counts at `epoch` (epochs trained, with fraction): β · min(1, epoch / warm-up).
double scheduledBeta(const Hyperparameters& hyperparameters, double epoch);

}  // namespace latentscape
