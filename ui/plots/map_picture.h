#pragma once

#include <QImage>
#include <QString>
#include <vector>

#include "ui/plots/colour_scale.h"
#include "ui/plots/latent_points.h"

namespace latentscape::ui {

/// How a map looks, apart from where its points lie.
struct MapLook {
    /// Without rows, all points have the accent colour.
    ColourScale scale;
    int xDimension = 0;
    int yDimension = 1;
    PlotTheme theme;
};

/// One opaque colour for each point.
std::vector<QRgb> pointColours(const LatentPoints& points, const ColourScale& scale, const PlotTheme& theme);

/// A map of these ranges in a picture of its own, with a caption. May be drawn on any thread.
QImage drawMap(const LatentPoints& points, const MapLook& look, const Range& x, const Range& y,
               const QString& caption, QSize size);

}  // namespace latentscape::ui
