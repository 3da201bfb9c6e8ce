#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/training/snapshot.h"

namespace latentscape {

/// A row of the table that lies near a place of the latent space.
struct Neighbour {
    Index row = 0;
    /// Euclidean, over all latent dimensions.
    double distance = 0;

    bool operator==(const Neighbour&) const = default;
};

/// The posterior means of a snapshot, ordered so that the nearest ones to a place are found without looking
/// at all of them (a k-d tree; Bentley 1975). Means that are not finite are left out. Immutable: any thread
/// may ask.
class Neighbours {
public:
    /// Takes about a second for ten million numbers. Keeps the snapshot.
    explicit Neighbours(LatentSnapshotPtr snapshot);
    ~Neighbours();
    Neighbours(const Neighbours&) = delete;
    Neighbours& operator=(const Neighbours&) = delete;

    const LatentSnapshotPtr& snapshot() const { return m_snapshot; }

    /// The `count` rows nearest to `place` (latent values), nearest first and equally near ones by row; fewer
    /// if there are no more. `except` is left out: the row that itself lies there. None if the place is not
    /// finite.
    std::vector<Neighbour> of(const ConstVectorRef& place, Index count,
                              std::optional<Index> except = std::nullopt) const;

private:
    struct Tree;

    LatentSnapshotPtr m_snapshot;
    std::unique_ptr<const Tree> m_tree;
};

/// Which column of the snapshot's means belongs to a row of the table; empty if the row is not among those
/// that were encoded.
std::optional<Index> pointOf(const LatentSnapshot& snapshot, Index row);

}  // namespace latentscape
