#pragma once

#include <span>
#include <string>

#include "core/support/problem.h"
#include "core/training/trainer_state.h"
#include "core/training/training_data.h"

namespace latentscape {

/// The column that breaks the loss of `rows`: one with a cell that is not finite, else the one with the
/// largest share of the loss under `parameters`, with z at its mean. Empty if no column's share is finite.
std::string columnAtFault(const TrainingData& data, const Vae& vae, const Vector& parameters,
                          std::span<const Index> rows);

/// What is told of a divergence where `state` stands. `quantity` is what was not finite; `column` is empty if
/// all are at fault.
Problem divergenceAt(const TrainerState& state, const std::string& quantity, const std::string& column);

}  // namespace latentscape
