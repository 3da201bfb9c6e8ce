#pragma once

#include <vector>

#include "core/data/preprocessor.h"
#include "core/training/snapshot.h"

namespace latentscape {

/// What moving along one latent dimension does to one column: to its decoded number, or to the probability of
/// the category that is most probable at the place. In original units.
struct ColumnEffect {
    /// ∂x̂/∂z at the place.
    double slope = 0;
    /// At the place, and at both ends of the way.
    double here = 0;
    double atLow = 0;
    double atHigh = 0;
    /// The smallest and the largest on the way: it need not be steady.
    double least = 0;
    double most = 0;
};

/// One for each of the preprocessor's columns, with z_dimension going from `low` to `high` and all else as at
/// `place`.
std::vector<ColumnEffect> columnEffects(const Preprocessor& preprocessor, const ModelSnapshot& model,
                                        const ConstVectorRef& place, Index dimension, Scalar low,
                                        Scalar high);

}  // namespace latentscape
