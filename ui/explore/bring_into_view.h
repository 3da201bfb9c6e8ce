#pragma once

#include "ui/explore/exploration.h"
#include "ui/plots/latent_scatter_view.h"

namespace latentscape::ui {

/// Moves the map if it does not show `place` (all latent values); as much stays to be seen as before.
void bringIntoView(LatentScatterView& map, const Vector& place);
/// Makes a row the one that is looked at, and brings its point into view.
void bringIntoView(LatentScatterView& map, Exploration& exploration, Index row);

}  // namespace latentscape::ui
