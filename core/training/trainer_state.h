#pragma once

#include <cstdint>
#include <limits>
#include <memory>

#include "core/training/hyperparameters.h"
#include "core/training/optimizer.h"

namespace latentscape {

/// The best model so far, by its validation ELBO at β = 1.
struct BestModel {
    double elbo = -std::numeric_limits<double>::infinity();
    std::uint32_t epoch = 0;
    std::int64_t step = 0;
    Vector parameters;
};

/// Everything that changes while training.
struct TrainerState {
    Hyperparameters hyperparameters;
    Vector parameters;
    OptimizerState optimizer;
    std::int64_t step = 0;
    /// Place in the data: epochs completed, and rows of the current one already used.
    std::uint32_t epoch = 0;
    Index position = 0;
    BestModel best;
    /// The epoch from which on patience counts, and the same for the plateau schedule.
    std::uint32_t patienceFrom = 0;
    std::uint32_t plateauFrom = 0;
    /// What the plateau schedule has brought the learning rate down to.
    double plateauFactor = 1;
};

using TrainerStatePtr = std::shared_ptr<const TrainerState>;

}  // namespace latentscape
