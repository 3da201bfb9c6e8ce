#include "core/training/model_memory.h"

#include <algorithm>
#include <numeric>

#include "core/support/memory.h"
#include "core/support/number_text.h"

namespace latentscape {
namespace {

/// The parameters themselves, gradient, two moments, a copy before the step, the best ones, the last finite
/// ones with their two moments, and two snapshots: one in the views, one on its way.
constexpr std::uint64_t kParameterCopies = 11;
/// Of each hidden unit: slope, output and gradient, and with dropout the factor and the product.
constexpr std::uint64_t kHiddenBuffers = 3;
constexpr std::uint64_t kDropoutBuffers = 2;
/// Of each feature: cell, mask, what the encoder sees, and the loss.
constexpr std::uint64_t kFeatureBuffers = 4;
/// Of each latent dimension: mean, log-variance, their gradients and KL; of each draw noise, z and gradient.
constexpr std::uint64_t kLatentBuffers = 5;
constexpr std::uint64_t kDrawBuffers = 3;
/// Of each decoder output: the output and its gradient.
constexpr std::uint64_t kOutputBuffers = 2;
/// Of each draw: loss, weight and scale; the loss in double.
constexpr std::uint64_t kDrawNumbers = 4;
/// Columns that the validator keeps room for, in all its chunks.
constexpr std::uint64_t kValidatorColumns = 4 * 128;

std::uint64_t numbersPerRow(const Vae& vae, std::uint64_t draws, bool dropout) {
    const VaeConfig& config = vae.config();
    const std::uint64_t hidden =
        std::uint64_t(std::accumulate(config.hidden.begin(), config.hidden.end(), Index(0)));
    const std::uint64_t ofHidden = hidden * (kHiddenBuffers + (dropout ? kDropoutBuffers : 0));
    return ofHidden * (1 + draws) + kFeatureBuffers * std::uint64_t(vae.features()) +
           std::uint64_t(vae.latent()) * (kLatentBuffers + kDrawBuffers * draws) +
           kOutputBuffers * std::uint64_t(vae.rawOutputs()) * draws + kDrawNumbers * draws;
}

}  // namespace

ModelMemory modelMemory(const VaeConfig& config, const Hyperparameters& hyperparameters, Index trainingRows) {
    const Vae vae(config);
    const std::uint64_t rows = std::uint64_t(std::min<std::int64_t>(hyperparameters.batch, trainingRows));
    const std::uint64_t numbers = rows * numbersPerRow(vae, std::uint64_t(hyperparameters.importanceSamples),
                                                       hyperparameters.dropout > 0) +
                                  kValidatorColumns * numbersPerRow(vae, 1, false);
    return {.parameters = vae.layout().parameterCount(),
            .parameterBytes = sizeof(Scalar) * kParameterCopies * std::uint64_t(vae.layout().size()),
            .activationBytes = sizeof(Scalar) * numbers};
}

void checkModelMemory(const ModelMemory& memory, std::uint64_t available) {
    if (memory.total() > available)
        throw Error(ProblemCode::ModelTooLarge, {{"parameters", std::to_string(memory.parameters)},
                                                 {"needed", memoryText(memory.total())},
                                                 {"available", memoryText(available)}});
}

}  // namespace latentscape
