#pragma once

#include <QImage>

#include "ui/plots/scatter_rasterizer.h"

namespace latentscape::ui {

/// A picture of `transform.area` (premultiplied ARGB32, with its device pixel ratio set) of how many points
/// lie where, smoothed by a Gaussian that is the wider the fewer points there are, and on a logarithmic
/// scale, so that a single point is seen beside a crowd. The more points, the less transparent.
///
/// Points with codes give each place the mean of the colours of the points there; without, `ramp` colours the
/// places from few to many. Points that are left out, and those with a NaN, do not count.
///
/// The picture does not depend on the number of threads.
QImage rasterizeDensity(const PointGroup& group, const ColourTable& ramp, const PlotTransform& transform,
                        double devicePixelRatio, int threads);

}  // namespace latentscape::ui
