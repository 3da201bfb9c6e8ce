#pragma once

#include "core/training/trainer.h"

namespace latentscape::testing {

/// A network that learns a bundled table within a moment.
inline Hyperparameters smallModel() {
    Hyperparameters hyperparameters;
    hyperparameters.hidden = {16, 16};
    hyperparameters.batch = 64;
    hyperparameters.epochs = 5;
    return hyperparameters;
}

inline void runSteps(Trainer& trainer, int steps) {
    for (int i = 0; i < steps; ++i)
        trainer.step();
}

/// Eigen asserts that vectors that it compares are of one size.
inline bool sameParameters(const Vector& one, const Vector& other) {
    return one.size() == other.size() && one == other;
}

}  // namespace latentscape::testing
