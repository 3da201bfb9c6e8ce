#include "core/model/activation.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>

#include <unsupported/Eigen/SpecialFunctions>

namespace latentscape {
namespace {

constexpr Scalar kLeak = Scalar(0.01);
constexpr Scalar kRootHalf = Scalar(1 / std::numbers::sqrt2);
/// 1/√(2π)
constexpr Scalar kNormalPeak = Scalar(std::numbers::inv_sqrtpi / std::numbers::sqrt2);

/// One row's units at a time, so that the sum with the bias is still in registers or the nearest cache.
template <class Function>
void forEachRow(const ConstVectorRef& bias, MatrixRef preactivation, MatrixRef output, Function&& function) {
    for (Index row = 0; row < preactivation.cols(); ++row) {
        preactivation.col(row) += bias;
        output.col(row).array() = function(preactivation.col(row).array());
    }
}

}  // namespace

Activation activationFromString(std::string_view name) {
    const auto* const found = std::find(kActivationNames.begin(), kActivationNames.end(), name);
    if (found == kActivationNames.end())
        throw std::invalid_argument("no activation is called " + std::string(name));
    return Activation(found - kActivationNames.begin());
}

// Eigen keeps light expressions by value, so each function may return one of its argument.

void activate(Activation activation, const ConstVectorRef& bias, MatrixRef preactivation, MatrixRef output) {
    switch (activation) {
        case Activation::Silu:
            return forEachRow(bias, preactivation, output, [](auto a) { return a * a.logistic(); });
        case Activation::Relu:
            return forEachRow(bias, preactivation, output, [](auto a) { return a.max(Scalar(0)); });
        case Activation::LeakyRelu:
            return forEachRow(bias, preactivation, output, [](auto a) { return a.max(kLeak * a); });
        case Activation::Elu:
            return forEachRow(bias, preactivation, output,
                              [](auto a) { return a.max(a.min(Scalar(0)).expm1()); });
        case Activation::Gelu:
            return forEachRow(bias, preactivation, output,
                              [](auto a) { return Scalar(0.5) * a * (Scalar(1) + (a * kRootHalf).erf()); });
        case Activation::Tanh:
            return forEachRow(bias, preactivation, output, [](auto a) { return a.tanh(); });
        case Activation::Softplus:
            return forEachRow(bias, preactivation, output,
                              [](auto a) { return a.max(Scalar(0)) + (-a.abs()).exp().log1p(); });
    }
}

void activateBackward(Activation activation, const ConstMatrixRef& preactivation,
                      const ConstMatrixRef& output, MatrixRef gradient) {
    const auto a = preactivation.array();
    const auto y = output.array();
    switch (activation) {
        case Activation::Silu:
            // With s = sigmoid(a) and y = a s: f′ = s + y (1 − s) = y + s (1 − y), which takes one
            // exponential.
            gradient.array() *= y + a.logistic() * (Scalar(1) - y);
            return;
        case Activation::Relu:
            gradient.array() *= (a > Scalar(0)).cast<Scalar>();
            return;
        case Activation::LeakyRelu:
            gradient.array() *= kLeak + (Scalar(1) - kLeak) * (a > Scalar(0)).cast<Scalar>();
            return;
        case Activation::Elu:
            // Below zero f′ = eᵃ = y + 1; above, y ≥ 0 and f′ = 1.
            gradient.array() *= y.min(Scalar(0)) + Scalar(1);
            return;
        case Activation::Gelu:
            gradient.array() *= Scalar(0.5) * (Scalar(1) + (a * kRootHalf).erf()) +
                                a * kNormalPeak * (Scalar(-0.5) * a.square()).exp();
            return;
        case Activation::Tanh:
            gradient.array() *= Scalar(1) - y.square();
            return;
        case Activation::Softplus:
            gradient.array() *= a.logistic();
            return;
    }
}

}  // namespace latentscape
