#pragma once

#include <QAction>
#include <QList>

#include "ui/explore/exploration.h"
#include "ui/plots/latent_scatter_view.h"

namespace latentscape::ui {

/// Gives a map what a right-click on any plot offers, the choice of colours, and `onSelection` below it. Its
/// data are the posterior means of the rows that the exploration knows of. `exploration` and the actions
/// outlive the map.
void addMapMenu(LatentScatterView& map, const Exploration& exploration, const QList<QAction*>& onSelection);

/// Asks where a picture of a map that has such a menu shall go.
void chooseMapPicture(LatentScatterView& map);

}  // namespace latentscape::ui
