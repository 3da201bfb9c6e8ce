#pragma once

#include "core/support/matrix.h"

namespace latentscape {

/// log σ² of the posterior is kept in this range.
inline constexpr Scalar kMinLogvar = -12;
inline constexpr Scalar kMaxLogvar = 8;

/// q(z | x) = N(mean, diag(exp(logvar))) of each row of a batch; latent × rows.
struct Posterior {
    Matrix mean;
    Matrix logvar;
};

/// Cuts logvar to its range and returns how many entries were outside.
long clampLogvar(MatrixRef logvar);

/// z = μ + ε · exp(½ log σ²) (Kingma & Welling 2014).
void reparameterise(const Posterior& posterior, const ConstMatrixRef& noise, Matrix& z);

/// Sets kl (one entry a row) to KL(N(μ, σ²) ‖ N(0, I)) = ½ Σ_j (μ² + σ² − 1 − log σ²), in nats.
void klToPrior(const Posterior& posterior, RowTotals& kl);

/// Gradients of scale · (reconstruction + β · KL) with respect to μ and log σ², given latentGradient =
/// scale · ∂reconstruction/∂z. A log σ² at its bound gets no gradient that would push it further out.
void latentBackward(const Posterior& posterior, const ConstMatrixRef& noise, const ConstMatrixRef& latentGradient,
                    Scalar beta, Scalar scale, Matrix& meanGradient, Matrix& logvarGradient);

}  // namespace latentscape
