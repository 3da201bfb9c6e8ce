#pragma once

#include <optional>

#include "core/training/snapshot.h"

namespace latentscape {

/// Where a run's rows are drawn beside another run's.
struct AlignedLatents {
    /// 2 × rows of the snapshot; 1 × rows where both runs have one latent dimension.
    Matrix means;
    /// Of the fit, see ProcrustesFit; nothing if fewer than kFewestCommonRows are in both.
    std::optional<double> r2;
    /// Whether the plane is that of the reference's two principal axes, rather than of its first two
    /// dimensions.
    bool principalAxes = false;
};

inline constexpr std::size_t kFewestCommonRows = 3;

/// Turns, mirrors and moves the means of `snapshot` to lie over those of `reference`, as well as the rows
/// that are in both tell; sizes stay. Then both are seen in the plane of the reference. A reference laid over
/// itself stays where it is. Takes a moment for many rows.
AlignedLatents alignLatents(const LatentSnapshot& snapshot, const LatentSnapshot& reference);

}  // namespace latentscape
