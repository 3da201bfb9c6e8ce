#pragma once

#include <span>
#include <vector>

#include "core/data/preprocessor.h"
#include "core/training/snapshot.h"

namespace latentscape {

/// q(z | x) = N(μ, diag σ²) of some rows, latent × rows.
struct Posteriors {
    Matrix mean;
    Matrix deviation;
};

Posteriors encodeRows(const EncodedTable& table, const ModelSnapshot& model, std::span<const Index> rows);

/// E[x | z] of each column of z (latent × rows) in original units: for each row one cell for each of the
/// preprocessor's columns. No noise is drawn.
std::vector<std::vector<DecodedCell>> decodeRows(const Preprocessor& preprocessor, const ModelSnapshot& model,
                                                 const ConstMatrixRef& z);

}  // namespace latentscape
