#pragma once

#include "ui/explore/exploration.h"
#include "ui/plots/latent_scatter_view.h"

namespace latentscape::ui {

/// Makes a row the one that is looked at, and moves the map if it does not show the row's point; as much of
/// it stays to be seen as before.
void bringIntoView(LatentScatterView& map, Exploration& exploration, Index row);

}  // namespace latentscape::ui
