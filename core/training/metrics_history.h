#pragma once

#include <cstdint>
#include <vector>

#include "core/training/hyperparameters.h"
#include "core/training/run_place.h"

namespace latentscape {

/// Both terms of the negative ELBO, in nats per row.
struct LossTerms {
    double reconstruction = 0;
    double kl = 0;

    double elbo() const { return -(reconstruction + kl); }
    bool operator==(const LossTerms&) const = default;
};

/// The mean over the rows of some consecutive steps, as they were trained on.
struct TrainingRecord {
    std::int64_t step = 0;
    /// Epochs trained at its end, with fraction.
    double epoch = 0;
    LossTerms terms;
    /// What was minimised, in nats per row: with β, free bits and importance weights.
    double loss = 0;
    /// KL weight and learning rate at its last step.
    double beta = 0;
    double learningRate = 0;
    /// Largest gradient norm, before clipping.
    double gradientNorm = 0;
    /// ‖Δθ‖ / ‖θ‖ of its last step.
    double updateRatio = 0;

    bool operator==(const TrainingRecord&) const = default;
};

/// The terms of the validation rows at the end of an epoch (and before the first), with noise that is the
/// same each time.
struct ValidationRecord {
    std::int64_t step = 0;
    double epoch = 0;
    LossTerms terms;

    bool operator==(const ValidationRecord&) const = default;
};

/// A live change of a hyperparameter and the step before which it took effect.
struct HyperparameterEdit {
    std::int64_t step = 0;
    double epoch = 0;
    std::string key;
    HyperparameterValue before;
    HyperparameterValue after;
    /// Times that training had diverged before it.
    std::int64_t divergences = 0;
    /// See RunPlace.
    bool validated = true;

    RunPlace place() const { return {.step = step, .divergences = divergences, .validated = validated}; }
    bool operator==(const HyperparameterEdit&) const = default;
};

/// All that a run has told so far, in the order of its steps.
struct MetricsHistory {
    std::vector<TrainingRecord> training;
    std::vector<ValidationRecord> validation;
    std::vector<HyperparameterEdit> edits;
    /// Where the run went back to its best parameters; see Trainer::recover().
    std::vector<RunPlace> recoveries;

    void append(const MetricsHistory& later);
    void clear() { *this = {}; }
};

}  // namespace latentscape
