#pragma once

#include <string_view>

#include "core/support/matrix.h"

namespace latentscape {

/// The nonlinearity between layers.
enum class Activation { Relu, Silu, Tanh };

std::string_view toString(Activation activation);

/// output = f(preactivation), element by element; same shape.
void activate(Activation activation, const ConstMatrixRef& preactivation, MatrixRef output);

/// gradient ← gradient ⊙ f′(preactivation), element by element, where output = f(preactivation).
void activateBackward(Activation activation, const ConstMatrixRef& preactivation, const ConstMatrixRef& output,
                      MatrixRef gradient);

}  // namespace latentscape
