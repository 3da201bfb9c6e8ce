#pragma once

#include <cstdint>

#include "core/support/matrix.h"

namespace latentscape {

/// Adam's memory: running means of the gradient and of its square, in the shape of the parameters.
struct AdamState {
    Vector firstMoment;
    Vector secondMoment;
    std::int64_t steps = 0;

    explicit AdamState(Index parameters = 0)
        : firstMoment(Vector::Zero(parameters)), secondMoment(Vector::Zero(parameters)) {}
};

/// One step of Adam (Kingma & Ba 2015) in PyTorch's form, θ −= lr · m̂ / (√v̂ + ε) with β₁ = 0.9, β₂ = 0.999,
/// ε = 1e-8. The gradient is multiplied by `gradientScale` first (clipping).
void adamStep(AdamState& state, const Vector& gradient, Scalar gradientScale, double learningRate,
              Vector& parameters);

/// Factor that shortens a gradient of this norm to `clipNorm`; 1 if it is short enough or clipNorm is 0.
double clipScale(double norm, double clipNorm);

}  // namespace latentscape
