#pragma once

#include <cstdint>

#include "core/model/vae.h"
#include "core/training/hyperparameters.h"

namespace latentscape {

/// What a model takes while it is trained, the table itself aside.
struct ModelMemory {
    /// Numbers that are learned.
    Index parameters = 0;
    /// Bytes of weights, gradient, both moments of the optimiser, kept copies and snapshots.
    std::uint64_t parameterBytes = 0;
    /// Bytes of what the passes over one mini-batch and over validation rows leave behind.
    std::uint64_t activationBytes = 0;

    std::uint64_t total() const { return parameterBytes + activationBytes; }
};

/// An upper estimate for mini-batches of a table with so many training rows.
ModelMemory modelMemory(const VaeConfig& config, const Hyperparameters& hyperparameters, Index trainingRows);

/// Throws Error(ModelTooLarge) if that is more than `available` bytes.
void checkModelMemory(const ModelMemory& memory, std::uint64_t available);

}  // namespace latentscape
