#pragma once

#include <cstdint>
#include <limits>
#include <memory>

#include "core/model/vae.h"
#include "core/support/shared_value.h"
#include "core/training/hyperparameters.h"
#include "core/training/optimizer.h"
#include "core/training/run_place.h"

namespace latentscape {

/// The best model so far, by its validation ELBO at β = 1.
struct BestModel {
    double elbo = -std::numeric_limits<double>::infinity();
    std::uint32_t epoch = 0;
    std::int64_t step = 0;
    SharedValue<Vector> parameters;
};

/// Where to go back to when training diverges.
struct FiniteState {
    Vector parameters;
    OptimizerState optimizer;
    double epoch = 0;
};

/// Sums over the steps since the last training record.
struct TrainingInterval {
    std::int64_t steps = 0;
    Index rows = 0;
    LossSums sums;
    /// Of what is minimised, over the rows.
    double loss = 0;
    double gradientNorm = 0;
    double updateRatio = 0;
};

/// Everything that changes while training. Copies share what seldom changes.
struct TrainerState {
    Hyperparameters hyperparameters;
    Vector parameters;
    OptimizerState optimizer;
    std::int64_t step = 0;
    /// Place in the data: epochs completed, and rows of the current one already used.
    std::uint32_t epoch = 0;
    Index position = 0;
    /// The epoch that has just ended is still to be judged by the validation rows.
    bool validationDue = false;
    BestModel best;
    /// The epoch from which on patience counts, and the same for the plateau schedule.
    std::uint32_t patienceFrom = 0;
    std::uint32_t plateauFrom = 0;
    /// What the plateau schedule has brought the learning rate down to.
    double plateauFactor = 1;
    SharedValue<FiniteState> lastFinite;
    TrainingInterval interval;
    /// Live changes made, times that training has diverged, and times that it went back to its best.
    std::int64_t edits = 0;
    std::int64_t divergences = 0;
    std::int64_t recoveries = 0;

    RunPlace place() const { return {.step = step, .divergences = divergences, .validated = !validationDue}; }
};

using TrainerStatePtr = std::shared_ptr<const TrainerState>;

}  // namespace latentscape
