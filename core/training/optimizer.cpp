#include "core/training/optimizer.h"

#include <cmath>

namespace latentscape {

void adamStep(AdamState& state, const Vector& gradient, Scalar gradientScale, double learningRate,
              Vector& parameters) {
    constexpr double kBeta1 = 0.9;
    constexpr double kBeta2 = 0.999;
    constexpr Scalar kEpsilon = Scalar(1e-8);
    ++state.steps;
    const double correction1 = 1 - std::pow(kBeta1, double(state.steps));
    const double correction2 = 1 - std::pow(kBeta2, double(state.steps));
    const Scalar stepSize = Scalar(learningRate / correction1);
    const Scalar rootCorrection = Scalar(1 / std::sqrt(correction2));
    state.firstMoment = Scalar(kBeta1) * state.firstMoment + Scalar(1 - kBeta1) * gradientScale * gradient;
    state.secondMoment.array() = Scalar(kBeta2) * state.secondMoment.array() +
                                 Scalar(1 - kBeta2) * (gradientScale * gradient).array().square();
    parameters.array() -= stepSize * state.firstMoment.array() /
                          (state.secondMoment.array().sqrt() * rootCorrection + kEpsilon);
}

double clipScale(double norm, double clipNorm) {
    return clipNorm > 0 && norm > clipNorm ? clipNorm / norm : 1;
}

}  // namespace latentscape
