#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/model/vae.h"

namespace latentscape {

/// How gradients become steps, each in PyTorch's form with PyTorch's constants.
enum class OptimizerKind {
    Adam,     ///< Kingma & Ba 2015: θ −= lr · m̂ / (√v̂ + ε), β₁ = 0.9, β₂ = 0.999, ε = 1e-8
    AdamW,    ///< the same, with weight decay apart from the gradient (Loshchilov & Hutter 2019)
    RmsProp,  ///< θ −= lr · g / (√v + ε), α = 0.99, ε = 1e-8
    Sgd,      ///< m = momentum · m + g, θ −= lr · m
};

/// Names in the order of the enumeration.
inline constexpr std::array<std::string_view, 4> kOptimizerNames{"adam", "adamw", "rmsprop", "sgd"};
/// Throws std::invalid_argument for a name that is none.
OptimizerKind optimizerFromString(std::string_view name);

/// An optimiser's memory, in the shape of the parameters: running means of the gradient and of its square, as
/// far as the kind needs them.
struct OptimizerState {
    Vector firstMoment;
    Vector secondMoment;
    std::int64_t steps = 0;

    explicit OptimizerState(Index parameters = 0)
        : firstMoment(Vector::Zero(parameters)), secondMoment(Vector::Zero(parameters)) {}
};

struct OptimizerSettings {
    OptimizerKind kind = OptimizerKind::Adam;
    double learningRate = 1e-3;
    /// Of SGD.
    double momentum = 0.9;
    double weightDecay = 0;
};

/// Weight decay on `decayed`, before updateParameters(): into the gradient (L2), or for AdamW straight into
/// the parameters.
void decayWeights(const OptimizerSettings& settings, std::span<const ParameterRange> decayed,
                  Vector& gradient, Vector& parameters);

/// One step for the parameters of `range`; state.steps already counts it. The gradient is multiplied by
/// `gradientScale` first (clipping). Ranges may be updated by several threads at a time.
void updateParameters(const OptimizerSettings& settings, OptimizerState& state, const Vector& gradient,
                      Scalar gradientScale, ParameterRange range, Vector& parameters);

/// Factor that shortens a gradient of this norm to `clipNorm`; 1 if it is short enough or clipNorm is 0.
double clipScale(double norm, double clipNorm);

}  // namespace latentscape
