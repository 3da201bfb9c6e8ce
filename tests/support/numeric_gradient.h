#pragma once

#include <algorithm>
#include <cmath>

#include "core/support/matrix.h"

namespace latentscape::testing {

/// Central differences with h = 1e-5 of a scalar function of `point`, which is put back afterwards.
template <class Function>
Vector numericGradient(VectorRef point, Function&& function) {
    constexpr double kStep = 1e-5;
    Vector gradient(point.size());
    for (Index i = 0; i < point.size(); ++i) {
        const Scalar kept = point[i];
        point[i] = kept + Scalar(kStep);
        const double above = function();
        point[i] = kept - Scalar(kStep);
        const double below = function();
        point[i] = kept;
        gradient[i] = Scalar((above - below) / (2 * kStep));
    }
    return gradient;
}

/// Largest |a − b| / max(|a|, |b|, 1e-2): relative, but not for entries so small that rounding of the loss
/// decides.
inline double relativeError(const ConstVectorRef& one, const ConstVectorRef& other) {
    double worst = 0;
    for (Index i = 0; i < one.size(); ++i) {
        const double size = std::max({std::abs(double(one[i])), std::abs(double(other[i])), 1e-2});
        worst = std::max(worst, std::abs(double(one[i]) - double(other[i])) / size);
    }
    return worst;
}

}  // namespace latentscape::testing
