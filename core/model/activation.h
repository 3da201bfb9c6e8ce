#pragma once

#include <array>
#include <string_view>

#include "core/support/matrix.h"

namespace latentscape {

/// The nonlinearity between layers.
enum class Activation { Silu, Relu, Tanh };

/// Names in the order of the enumeration.
inline constexpr std::array<std::string_view, 3> kActivationNames{"silu", "relu", "tanh"};

/// Throws std::invalid_argument for a name that is none.
Activation activationFromString(std::string_view name);

/// output = f(preactivation), element by element; same shape.
void activate(Activation activation, const ConstMatrixRef& preactivation, MatrixRef output);

/// gradient ← gradient ⊙ f′(preactivation), element by element, where output = f(preactivation).
void activateBackward(Activation activation, const ConstMatrixRef& preactivation,
                      const ConstMatrixRef& output, MatrixRef gradient);

}  // namespace latentscape
