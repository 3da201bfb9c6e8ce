#include "core/training/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace latentscape {

double scheduledBeta(const Hyperparameters& hyperparameters, double epoch) {
    double beta = hyperparameters.beta;
    if (hyperparameters.klWarmup > 0)
        beta *= std::min(1.0, epoch / hyperparameters.klWarmup);
    if (hyperparameters.klCycle > 0)
        beta *= std::min(1.0, 2 * std::fmod(epoch, hyperparameters.klCycle) / hyperparameters.klCycle);
    return beta;
}

double scheduledLearningRate(const Hyperparameters& hyperparameters, double epoch, double plateauFactor) {
    if (hyperparameters.learningRateSchedule == "plateau")
        return hyperparameters.learningRate * plateauFactor;
    if (hyperparameters.learningRateSchedule == "cosine") {
        const double done = std::min(1.0, epoch / double(hyperparameters.epochs));
        return hyperparameters.learningRate * 0.5 * (1 + std::cos(std::numbers::pi * done));
    }
    return hyperparameters.learningRate;
}

}  // namespace latentscape
