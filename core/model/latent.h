#pragma once

#include "core/support/matrix.h"

namespace latentscape {

/// log σ² of the posterior q(z | x) = N(μ, diag σ²) is kept in this range.
inline constexpr Scalar kMinLogvar = -12;
inline constexpr Scalar kMaxLogvar = 8;

// All shapes below are latent × rows unless said otherwise.

/// Entries outside the range; they count as lying on its edge.
long countSaturated(const ConstMatrixRef& logvar);

/// z = μ + ε · exp(½ log σ²) (Kingma & Welling 2014).
void reparameterise(const ConstMatrixRef& mean, const ConstMatrixRef& logvar, const ConstMatrixRef& noise,
                    MatrixRef z);

/// KL(N(μ, σ²) ‖ N(0, I)) = ½ Σ_j (μ² + σ² − 1 − log σ²) of each row, in nats.
void klToPrior(const ConstMatrixRef& mean, const ConstMatrixRef& logvar, RowTotals& kl);

/// The same for each latent dimension: the sum over rows, in nats; one entry a dimension.
Eigen::VectorXd klPerDimension(const ConstMatrixRef& mean, const ConstMatrixRef& logvar);

/// Gradients of scale · (reconstruction + β · KL) with respect to μ and log σ², given latentGradient =
/// scale · ∂reconstruction/∂z. A log σ² at its bound gets no gradient that would push it further out.
void latentBackward(const ConstMatrixRef& mean, const ConstMatrixRef& logvar, const ConstMatrixRef& noise,
                    const ConstMatrixRef& latentGradient, Scalar beta, Scalar scale, MatrixRef meanGradient,
                    MatrixRef logvarGradient);

}  // namespace latentscape
