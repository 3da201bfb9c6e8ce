#pragma once

#include <QImage>
#include <QString>
#include <bitset>
#include <optional>

#include "ui/plots/map_content.h"
#include "ui/plots/marginal_histograms.h"
#include "ui/plots/scatter_rasterizer.h"

namespace latentscape::ui {

enum class MapDrawing {
    Automatic,  ///< points, or where there are many more than pixels, their density
    Points,
    Density
};

/// How a person wants points to be drawn.
struct MapStyle {
    MapDrawing drawing = MapDrawing::Automatic;
    /// Logical pixels; without, points adapt to how many there are. Likewise opacity, 0 to 1.
    std::optional<double> radius;
    std::optional<double> opacity;
    bool marginals = false;
    bool trails = false;
    /// See MapRequest.
    bool keepsOrientation = true;

    bool operator==(const MapStyle&) const = default;
};

/// One picture of a map's points, and what it shows.
struct MapPicture {
    QImage image;
    PlotTransform transform;
    MapContent content;
    /// How points were drawn, or would have been.
    PointStyle style;
    bool density = false;
    /// Points within the plot area, hidden ones left out.
    std::size_t visible = 0;
    /// If the style wants them.
    std::optional<Marginals> marginals;
};

/// Codes whose points are left out.
using HiddenCodes = std::bitset<256>;

/// May take place on any thread. Selected points lie on top of all others, which turn grey.
MapPicture drawPoints(const MapContent& content, const HiddenCodes& hidden, const MapStyle& style,
                      const PlotTransform& transform, double devicePixelRatio, int threads);

/// How a map looks, apart from where its points lie.
struct MapLook {
    std::shared_ptr<const ColourScale> scale = std::make_shared<const ColourScale>();
    MapPlane plane = MapPlane::ofDimensions(2, 0, 1);
    PlotTheme theme;
};

/// A map of these ranges in a picture of its own, with a caption. May be drawn on any thread.
QImage drawMap(const LatentPoints& points, const MapLook& look, const Range& x, const Range& y,
               const QString& caption, QSize size);

}  // namespace latentscape::ui
