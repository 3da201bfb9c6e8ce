#pragma once

#include "core/data/preprocessor.h"
#include "core/training/snapshot.h"

namespace latentscape {

/// ∂x̂/∂z at one place: how much each decoded column changes with each latent dimension, columns of the
/// preprocessor × latent, in original units for each unit of z. x̂ is the decoded number, E[x | z] brought
/// back to the column's own scale, or the probability of the category that is most probable there. Exact, by
/// the chain rule through decoder, likelihood and scale.
Eigen::MatrixXd sensitivity(const Preprocessor& preprocessor, const ModelSnapshot& model,
                            const ConstVectorRef& z);

}  // namespace latentscape
