#pragma once

#include <array>
#include <string_view>

#include "core/support/matrix.h"

namespace latentscape {

/// The nonlinearity between layers. Leaky ReLU has slope 0.01 below zero, ELU has α = 1, GELU is the exact
/// x Φ(x) (Hendrycks & Gimpel 2016), as in PyTorch.
enum class Activation { Silu, Relu, LeakyRelu, Elu, Gelu, Tanh, Softplus };

/// Names in the order of the enumeration.
inline constexpr std::array<std::string_view, 7> kActivationNames{"silu", "relu", "leaky-relu", "elu",
                                                                  "gelu", "tanh", "softplus"};

/// Throws std::invalid_argument for a name that is none.
Activation activationFromString(std::string_view name);

/// With a = preactivation + bias: output = f(a), and preactivation becomes f′(a), which shares its
/// exponentials with f and is what the backward pass needs. bias has one entry a unit, the others are units ×
/// rows.
void activate(Activation activation, const ConstVectorRef& bias, MatrixRef preactivation, MatrixRef output);

}  // namespace latentscape
