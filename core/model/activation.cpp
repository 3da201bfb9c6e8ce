#include "core/model/activation.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace latentscape {

Activation activationFromString(std::string_view name) {
    const auto* const found = std::find(kActivationNames.begin(), kActivationNames.end(), name);
    if (found == kActivationNames.end())
        throw std::invalid_argument("no activation is called " + std::string(name));
    return Activation(found - kActivationNames.begin());
}

void activate(Activation activation, const ConstMatrixRef& preactivation, MatrixRef output) {
    switch (activation) {
        case Activation::Silu:
            output.array() = preactivation.array() * preactivation.array().logistic();
            return;
        case Activation::Relu:
            output = preactivation.cwiseMax(Scalar(0));
            return;
        case Activation::Tanh:
            output.array() = preactivation.array().tanh();
            return;
    }
}

void activateBackward(Activation activation, const ConstMatrixRef& preactivation,
                      const ConstMatrixRef& output, MatrixRef gradient) {
    switch (activation) {
        case Activation::Silu:
            // With s = sigmoid(a) and y = a s: f′ = s + y (1 − s) = y + s (1 − y), which takes one
            // exponential.
            gradient.array() *=
                output.array() + preactivation.array().logistic() * (Scalar(1) - output.array());
            return;
        case Activation::Relu:
            gradient.array() *= (preactivation.array() > Scalar(0)).cast<Scalar>();
            return;
        case Activation::Tanh:
            gradient.array() *= Scalar(1) - output.array().square();
            return;
    }
}

}  // namespace latentscape
