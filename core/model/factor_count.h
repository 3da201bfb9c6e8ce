#pragma once

#include "core/model/moments.h"

namespace latentscape {

/// How many latent dimensions, at most `most`, say of a feature what the other features say, too: factors
/// that a model with one noise variance for each feature needs. What a feature has for itself, that noise
/// describes as well.
///
/// The eigenvalues of Ψ^-½ S Ψ^-½ above what chance gives, with S the correlations and Ψ the part of each
/// feature that no linear function of the others tells (Guttman 1953; Harris 1962). Independent features give
/// eigenvalues of at most (1 + √(features / rows))² (Marchenko & Pastur 1967). Features that others tell
/// exactly count as such.
Index countFactors(const DataMoments& moments, Index most);

}  // namespace latentscape
