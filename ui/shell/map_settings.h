#pragma once

#include "ui/plots/latent_scatter_view.h"
#include "ui/shell/settings.h"

namespace latentscape::ui {

/// Gives the map the look that a person chose last time for the one of this name: size, opacity and kind of
/// drawing, what is beside the points, and whether the axes are the principal ones. Remembers what is chosen
/// from now on. The settings outlive the map.
void rememberLook(LatentScatterView& map, Settings& settings, const QString& name);

}  // namespace latentscape::ui
