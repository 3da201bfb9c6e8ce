#pragma once

#include "core/training/training_data.h"

namespace latentscape {

/// Sets `parameters` so that the model begins as the best linear one: probabilistic PCA of the encoded
/// training rows (Tipping & Bishop 1999), as linear paths beside hidden layers whose last weights are zero,
/// or as the heads themselves where there are no hidden layers. Gaussian columns take its loadings and what
/// variance these leave; other columns a generalised linear regression on its scores, by Fisher scoring, or
/// their marginal where that does not converge.
///
/// Where each Gaussian column has a noise width of its own, latent dimensions beyond the factors that columns
/// share (countFactors(), at least two) keep their random weights.
void startLinearly(const TrainingData& data, const Vae& vae, const Random& random, Vector& parameters);

}  // namespace latentscape
