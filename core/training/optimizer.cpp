#include "core/training/optimizer.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace latentscape {
namespace {

constexpr double kBeta1 = 0.9;
constexpr double kBeta2 = 0.999;
constexpr double kRmsPropAlpha = 0.99;
constexpr Scalar kEpsilon = Scalar(1e-8);
/// So many parameters stay in the nearest cache while all of an update is done on them.
constexpr Index kStripLength = 2048;

}  // namespace

OptimizerKind optimizerFromString(std::string_view name) {
    const auto* const found = std::find(kOptimizerNames.begin(), kOptimizerNames.end(), name);
    if (found == kOptimizerNames.end())
        throw std::invalid_argument("no optimiser is called " + std::string(name));
    return OptimizerKind(found - kOptimizerNames.begin());
}

void decayWeights(const OptimizerSettings& settings, std::span<const ParameterRange> decayed,
                  Vector& gradient, Vector& parameters) {
    if (settings.weightDecay <= 0)
        return;
    for (const ParameterRange& range : decayed) {
        auto weights = parameters.segment(range.offset, range.size);
        if (settings.kind == OptimizerKind::AdamW)
            weights *= Scalar(1 - settings.learningRate * settings.weightDecay);
        else
            gradient.segment(range.offset, range.size) += Scalar(settings.weightDecay) * weights;
    }
}

void updateParameters(const OptimizerSettings& settings, OptimizerState& state, const Vector& gradient,
                      Scalar gradientScale, ParameterRange range, Vector& parameters) {
    const double correction1 = 1 - std::pow(kBeta1, double(state.steps));
    const double correction2 = 1 - std::pow(kBeta2, double(state.steps));
    const Scalar adamStep = Scalar(settings.learningRate / correction1);
    const Scalar rootCorrection = Scalar(1 / std::sqrt(correction2));
    const Scalar learningRate = Scalar(settings.learningRate);
    const Index end = range.offset + range.size;
    for (Index first = range.offset; first < end; first += kStripLength) {
        const Index count = std::min(kStripLength, end - first);
        const auto g = gradientScale * gradient.segment(first, count).array();
        auto theta = parameters.segment(first, count).array();
        auto m = state.firstMoment.segment(first, count).array();
        auto v = state.secondMoment.segment(first, count).array();
        switch (settings.kind) {
            case OptimizerKind::Adam:
            case OptimizerKind::AdamW:
                m = Scalar(kBeta1) * m + Scalar(1 - kBeta1) * g;
                v = Scalar(kBeta2) * v + Scalar(1 - kBeta2) * g.square();
                theta -= adamStep * m / (v.sqrt() * rootCorrection + kEpsilon);
                break;
            case OptimizerKind::RmsProp:
                v = Scalar(kRmsPropAlpha) * v + Scalar(1 - kRmsPropAlpha) * g.square();
                theta -= learningRate * g / (v.sqrt() + kEpsilon);
                break;
            case OptimizerKind::Sgd:
                m = Scalar(settings.momentum) * m + g;
                theta -= learningRate * m;
                break;
        }
    }
}

double clipScale(double norm, double clipNorm) {
    return clipNorm > 0 && norm > clipNorm ? clipNorm / norm : 1;
}

}  // namespace latentscape
