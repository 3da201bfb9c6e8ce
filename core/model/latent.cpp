#include "core/model/latent.h"

#include <algorithm>
#include <cmath>

namespace latentscape {
namespace {

Scalar clamped(Scalar logvar) {
    return std::clamp(logvar, kMinLogvar, kMaxLogvar);
}

/// Descent moves against the slope: a positive one pushes log σ² down. At a bound only a slope that leads
/// back inside counts.
Scalar insideBounds(Scalar logvar, Scalar slope) {
    const bool pushesOut = (logvar < kMinLogvar && slope > 0) || (logvar > kMaxLogvar && slope < 0);
    return pushesOut ? Scalar(0) : slope;
}

}  // namespace

long countSaturated(const ConstMatrixRef& logvar) {
    return long((logvar.array() < kMinLogvar || logvar.array() > kMaxLogvar).count());
}

void reparameterise(const ConstMatrixRef& mean, const ConstMatrixRef& logvar, const ConstMatrixRef& noise,
                    MatrixRef z) {
    z.array() =
        mean.array() + noise.array() * (logvar.array().max(kMinLogvar).min(kMaxLogvar) * Scalar(0.5)).exp();
}

void klToPrior(const ConstMatrixRef& mean, const ConstMatrixRef& logvar, MatrixRef kl) {
    // expm1 keeps the digits that e^{lv} − 1 − lv loses near lv = 0.
    kl = logvar.cwiseMax(kMinLogvar).cwiseMin(kMaxLogvar);
    kl.array() = Scalar(0.5) * (mean.array().square() + (kl.array().expm1() - kl.array()));
}

void latentBackward(const ConstMatrixRef& mean, const ConstMatrixRef& logvar, const ConstMatrixRef& noise,
                    const ConstMatrixRef& latentGradient, const ConstVectorRef& beta, Scalar scale,
                    MatrixRef meanGradient, MatrixRef logvarGradient) {
    // σ, where its gradient will stand.
    logvarGradient.array() = (logvar.array().max(kMinLogvar).min(kMaxLogvar) * Scalar(0.5)).exp();
    for (Index row = 0; row < mean.cols(); ++row) {
        for (Index j = 0; j < mean.rows(); ++j) {
            const Scalar klScale = beta[j] * scale;
            const Scalar sd = logvarGradient(j, row);
            meanGradient(j, row) = latentGradient(j, row) + klScale * mean(j, row);
            logvarGradient(j, row) =
                insideBounds(logvar(j, row), Scalar(0.5) * (klScale * (sd * sd - Scalar(1)) +
                                                            latentGradient(j, row) * noise(j, row) * sd));
        }
    }
}

void addImportanceBackward(const ConstMatrixRef& logvar, const ConstMatrixRef& noise, const ConstMatrixRef& z,
                           const ConstMatrixRef& sampleGradient, const ConstVectorRef& weights,
                           const ConstVectorRef& beta, Scalar scale, MatrixRef meanGradient,
                           MatrixRef logvarGradient) {
    for (Index row = 0; row < z.cols(); ++row) {
        for (Index j = 0; j < z.rows(); ++j) {
            const Scalar slope = sampleGradient(j, row) + scale * weights[row] * beta[j] * z(j, row);
            meanGradient(j, row) += slope;
            logvarGradient(j, row) +=
                Scalar(0.5) * slope * noise(j, row) * std::exp(Scalar(0.5) * clamped(logvar(j, row)));
        }
    }
}

void importanceBackwardEnd(const ConstMatrixRef& logvar, const ConstVectorRef& beta, Scalar scale,
                           MatrixRef logvarGradient) {
    for (Index row = 0; row < logvar.cols(); ++row)
        for (Index j = 0; j < logvar.rows(); ++j)
            logvarGradient(j, row) =
                insideBounds(logvar(j, row), logvarGradient(j, row) - Scalar(0.5) * beta[j] * scale);
}

}  // namespace latentscape
