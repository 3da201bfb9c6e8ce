#pragma once

#include <bitset>
#include <optional>
#include <span>
#include <vector>

#include "ui/plots/map_overlay.h"
#include "ui/plots/visible_points.h"

namespace latentscape::ui {

/// How the points in a plot are spread along each of its axes.
struct Marginals {
    /// Counts in bins of equal width, from the low end to the high.
    std::vector<std::size_t> x;
    std::vector<std::size_t> y;
    Range xRange;
    Range yRange;
};

/// Of the points in `transform.area` whose codes (none: all 0) are not hidden.
Marginals marginalsOf(const PointSpan& points, std::span<const std::uint8_t> codes,
                      const std::bitset<256>& hidden, const PlotTransform& transform);

/// Histograms along both axes of a map, inside its plot area.
class MarginalHistograms : public MapOverlay {
    Q_OBJECT

public:
    explicit MarginalHistograms(QObject* parent = nullptr) : MapOverlay(Level::BelowPoints, parent) {}

    /// Nothing shows none.
    void setMarginals(std::optional<Marginals> marginals);
    const std::optional<Marginals>& marginals() const { return m_marginals; }

    void paint(QPainter& painter, const PlotTransform& shown, const PlotTheme& theme) const override;

private:
    std::optional<Marginals> m_marginals;
};

}  // namespace latentscape::ui
