#pragma once

#include <cstdint>

#include "core/support/matrix.h"

namespace latentscape {

/// I(x; z) of the posteriors q(z | x_i) = N(mean_i, diag exp logvar_i), latent × rows, in nats:
/// (1/N) Σ_i E_q(z|x_i) [log q(z | x_i) − log (1/N) Σ_j q(z | x_j)], with one draw a row (Hoffman & Johnson
/// 2016). Takes rows² work.
double mutualInformation(const Eigen::MatrixXd& mean, const Eigen::MatrixXd& logvar, std::uint64_t seed);

}  // namespace latentscape
