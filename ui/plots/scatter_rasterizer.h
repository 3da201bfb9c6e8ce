#pragma once

#include <QImage>
#include <cstddef>
#include <span>

#include "ui/plots/plot_transform.h"

namespace latentscape::ui {

/// Points somewhere in memory: value i of x is x[i · stride], so that two rows of a `latent × rows` matrix
/// can be drawn where they lie.
struct PointSpan {
    const float* x = nullptr;
    const float* y = nullptr;
    std::size_t count = 0;
    std::ptrdiff_t stride = 1;
};

struct PointStyle {
    /// Logical pixels.
    double radius = 3;
    /// Of one point, 0 to 1: crowds read as density.
    double opacity = 0.8;
};

/// Large points when they are few, single pixels when they are a million. `plotArea` in logical pixels.
double adaptivePointRadius(std::size_t count, QSizeF plotArea);
double adaptivePointOpacity(std::size_t count, QSizeF plotArea);
PointStyle adaptivePointStyle(std::size_t count, QSizeF plotArea);

/// A picture of `transform.area`, transparent where there is no point (premultiplied ARGB32, with its device
/// pixel ratio set). `colours` holds one opaque colour a point. Points with a NaN are left out.
///
/// The order of drawing is fixed and scattered over the table, so that in a table sorted by class no class
/// lies on top of another.
QImage rasterizeScatter(const PointSpan& points, std::span<const QRgb> colours,
                        const PlotTransform& transform, const PointStyle& style, double devicePixelRatio);

}  // namespace latentscape::ui
