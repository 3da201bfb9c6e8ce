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

/// KL(N(μ, σ²) ‖ N(0, 1)) = ½ (μ² + σ² − 1 − log σ²) of each row and dimension, in nats.
void klToPrior(const ConstMatrixRef& mean, const ConstMatrixRef& logvar, MatrixRef kl);

/// Gradients of scale · (reconstruction + Σ_j β_j KL_j) with respect to μ and log σ², given latentGradient =
/// scale · ∂reconstruction/∂z; beta has one entry a dimension. A log σ² at its bound gets no gradient that
/// would push it further out.
void latentBackward(const ConstMatrixRef& mean, const ConstMatrixRef& logvar, const ConstMatrixRef& noise,
                    const ConstMatrixRef& latentGradient, const ConstVectorRef& beta, Scalar scale,
                    MatrixRef meanGradient, MatrixRef logvarGradient);

/// One importance sample of latentBackward(): adds its share of the gradients of −scale · log mean w, where
/// log w = log p(x | z) + Σ_j β_j (log p(z_j) − log q(z_j | x)), given sampleGradient = ∂(−log p(x | z))/∂z
/// already times scale and times the sample's normalised weight in its row; weights has one entry a row
/// (Burda et al. 2016). Begin with zeros and close with importanceBackwardEnd().
void addImportanceBackward(const ConstMatrixRef& logvar, const ConstMatrixRef& noise, const ConstMatrixRef& z,
                           const ConstMatrixRef& sampleGradient, const ConstVectorRef& weights,
                           const ConstVectorRef& beta, Scalar scale, MatrixRef meanGradient,
                           MatrixRef logvarGradient);
void importanceBackwardEnd(const ConstMatrixRef& logvar, const ConstVectorRef& beta, Scalar scale,
                           MatrixRef logvarGradient);

}  // namespace latentscape
