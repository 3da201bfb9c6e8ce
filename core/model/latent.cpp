#include "core/model/latent.h"

#include <algorithm>
#include <cmath>

namespace latentscape {
namespace {

Scalar clamped(Scalar logvar) {
    return std::clamp(logvar, kMinLogvar, kMaxLogvar);
}

double klTerm(Scalar mean, Scalar logvar) {
    const double bounded = double(clamped(logvar));
    // expm1 keeps the digits that e^{lv} − 1 − lv loses near lv = 0.
    return 0.5 * (double(mean) * double(mean) + std::expm1(bounded) - bounded);
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

void klToPrior(const ConstMatrixRef& mean, const ConstMatrixRef& logvar, RowTotals& kl) {
    for (Index row = 0; row < mean.cols(); ++row) {
        double sum = 0;
        for (Index j = 0; j < mean.rows(); ++j)
            sum += klTerm(mean(j, row), logvar(j, row));
        kl[row] = sum;
    }
}

Eigen::VectorXd klPerDimension(const ConstMatrixRef& mean, const ConstMatrixRef& logvar) {
    Eigen::VectorXd sums = Eigen::VectorXd::Zero(mean.rows());
    for (Index row = 0; row < mean.cols(); ++row)
        for (Index j = 0; j < mean.rows(); ++j)
            sums[j] += klTerm(mean(j, row), logvar(j, row));
    return sums;
}

void latentBackward(const ConstMatrixRef& mean, const ConstMatrixRef& logvar, const ConstMatrixRef& noise,
                    const ConstMatrixRef& latentGradient, Scalar beta, Scalar scale, MatrixRef meanGradient,
                    MatrixRef logvarGradient) {
    const Scalar klScale = beta * scale;
    meanGradient = latentGradient + klScale * mean;
    for (Index row = 0; row < mean.cols(); ++row) {
        for (Index j = 0; j < mean.rows(); ++j) {
            const Scalar bounded = clamped(logvar(j, row));
            const Scalar sd = std::exp(Scalar(0.5) * bounded);
            const Scalar slope =
                Scalar(0.5) * (klScale * (sd * sd - Scalar(1)) + latentGradient(j, row) * noise(j, row) * sd);
            // Descent moves against the slope: a positive one pushes log σ² down.
            const bool pushesOut =
                (logvar(j, row) < kMinLogvar && slope > 0) || (logvar(j, row) > kMaxLogvar && slope < 0);
            logvarGradient(j, row) = pushesOut ? Scalar(0) : slope;
        }
    }
}

}  // namespace latentscape
