#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/data/sampler.h"
#include "core/model/vae.h"

namespace latentscape {

/// A model as it was after one step: what a view needs to encode and decode on its own. Immutable.
struct ModelSnapshot {
    std::shared_ptr<const Vae> vae;
    Vector parameters;
};

/// Where the rows of the table lay in the latent space after one step. Immutable, shared between threads.
struct LatentSnapshot {
    /// Which run it belongs to; views drop snapshots of earlier runs.
    std::uint64_t run = 0;
    std::int64_t step = 0;
    /// Epochs trained, with fraction.
    double epoch = 0;
    /// The rows of the table that were encoded, ascending; all of them or a fixed sub-sample.
    std::shared_ptr<const RowList> rows;
    /// Rows of the whole table.
    Index totalRows = 0;
    /// Posterior means μ(x), latent × rows. Never samples.
    Matrix means;
    std::shared_ptr<const ModelSnapshot> model;
};

using LatentSnapshotPtr = std::shared_ptr<const LatentSnapshot>;

}  // namespace latentscape
