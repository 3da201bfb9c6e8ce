#include "core/model/activation.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>

#include <unsupported/Eigen/SpecialFunctions>

#include "core/model/strip.h"

namespace latentscape {
namespace {

constexpr Scalar kLeak = Scalar(0.01);
constexpr Scalar kRootHalf = Scalar(1 / std::numbers::sqrt2);
/// 1/√(2π)
constexpr Scalar kNormalPeak = Scalar(std::numbers::inv_sqrtpi / std::numbers::sqrt2);

/// function(a, value, slope) computes both from a.
template <class Function>
void forEachStrip(const ConstVectorRef& bias, MatrixRef preactivation, MatrixRef output,
                  Function&& function) {
    for (Index row = 0; row < preactivation.cols(); ++row) {
        for (Index first = 0; first < preactivation.rows(); first += kStrip) {
            const Index count = std::min(kStrip, preactivation.rows() - first);
            const Strip a =
                preactivation.col(row).segment(first, count).array() + bias.segment(first, count).array();
            function(a, output.col(row).segment(first, count).array(),
                     preactivation.col(row).segment(first, count).array());
        }
    }
}

}  // namespace

Activation activationFromString(std::string_view name) {
    const auto* const found = std::find(kActivationNames.begin(), kActivationNames.end(), name);
    if (found == kActivationNames.end())
        throw std::invalid_argument("no activation is called " + std::string(name));
    return Activation(found - kActivationNames.begin());
}

void activate(Activation activation, const ConstVectorRef& bias, MatrixRef preactivation, MatrixRef output) {
    const auto each = [&](auto&& function) { forEachStrip(bias, preactivation, output, function); };
    switch (activation) {
        case Activation::Silu:
            return each([](const Strip& a, auto value, auto slope) {
                const Strip s = a.logistic();
                value = a * s;
                slope = s + value * (Scalar(1) - s);
            });
        case Activation::Relu:
            return each([](const Strip& a, auto value, auto slope) {
                value = a.max(Scalar(0));
                slope = (a > Scalar(0)).template cast<Scalar>();
            });
        case Activation::LeakyRelu:
            return each([](const Strip& a, auto value, auto slope) {
                value = a.max(kLeak * a);
                slope = kLeak + (Scalar(1) - kLeak) * (a > Scalar(0)).template cast<Scalar>();
            });
        case Activation::Elu:
            return each([](const Strip& a, auto value, auto slope) {
                value = a.max(a.min(Scalar(0)).expm1());
                // Below zero f′ = eᵃ = f + 1; above, f ≥ 0 and f′ = 1.
                slope = value.min(Scalar(0)) + Scalar(1);
            });
        case Activation::Gelu:
            return each([](const Strip& a, auto value, auto slope) {
                const Strip below = Scalar(0.5) * (Scalar(1) + (a * kRootHalf).erf());
                value = a * below;
                slope = below + a * kNormalPeak * (Scalar(-0.5) * a.square()).exp();
            });
        case Activation::Tanh:
            return each([](const Strip& a, auto value, auto slope) {
                value = a.tanh();
                slope = Scalar(1) - value.square();
            });
        case Activation::Softplus:
            return each([](const Strip& a, auto value, auto slope) {
                value = a.max(Scalar(0)) + (-a.abs()).exp().log1p();
                slope = a.logistic();
            });
    }
}

}  // namespace latentscape
