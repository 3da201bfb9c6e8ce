#pragma once

#include <QImage>
#include <cstddef>
#include <cstdint>
#include <span>

#include "ui/plots/palette.h"
#include "ui/plots/plot_transform.h"
#include "ui/plots/visible_points.h"

namespace latentscape::ui {

struct PointStyle {
    /// Logical pixels.
    double radius = 3;
    /// Of one point, 0 to 1: crowds read as density.
    double opacity = 0.8;

    bool operator==(const PointStyle&) const = default;
};

/// Large points when they are few, single pixels when they are a million. `plotArea` in logical pixels.
double adaptivePointRadius(std::size_t count, QSizeF plotArea);
double adaptivePointOpacity(std::size_t count, QSizeF plotArea);
PointStyle adaptivePointStyle(std::size_t count, QSizeF plotArea);

/// Points that are drawn alike but for their colours.
struct PointGroup {
    PointSpan points;
    /// One a point; none if all have code 0.
    std::span<const std::uint8_t> codes;
    /// By code: opaque, or transparent for points that are left out.
    ColourTable colours{};
    PointStyle style;

    QRgb colourOf(std::size_t point) const { return colours[codes.empty() ? 0 : codes[point]]; }
};

/// A picture of `transform.area`, transparent where there is no point (premultiplied ARGB32, with its device
/// pixel ratio set). Each group lies on top of those before it; within a group the order of drawing is fixed
/// and favours no class. Points with a NaN are left out.
///
/// The picture does not depend on the number of threads.
QImage rasterizeScatter(std::span<const PointGroup> groups, const PlotTransform& transform,
                        double devicePixelRatio, int threads);

}  // namespace latentscape::ui
