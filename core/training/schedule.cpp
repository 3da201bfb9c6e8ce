#include "core/training/schedule.h"

#include <algorithm>

namespace latentscape {

double scheduledBeta(const Hyperparameters& hyperparameters, double epoch) {
    if (hyperparameters.klWarmup <= 0)
        return hyperparameters.beta;
    return hyperparameters.beta * std::min(1.0, epoch / hyperparameters.klWarmup);
}

}  // namespace latentscape
