#include "ui/plots/marginal_histograms.h"

#include <algorithm>
#include <cmath>

namespace latentscape::ui {
namespace {

/// About as wide as a bar needs to be seen, in logical pixels.
constexpr double kBarWidth = 8;
/// Of the plot area.
constexpr double kHighestBar = 0.14;

int binsAlong(double length) {
    return std::clamp(int(length / kBarWidth), 1, 200);
}

}  // namespace

Marginals marginalsOf(const PointSpan& points, std::span<const std::uint8_t> codes,
                      const std::bitset<256>& hidden, const PlotTransform& transform) {
    const int xBins = binsAlong(transform.area.width());
    const int yBins = binsAlong(transform.area.height());
    Marginals marginals{.x = std::vector<std::size_t>(std::size_t(xBins)),
                        .y = std::vector<std::size_t>(std::size_t(yBins)),
                        .xRange = transform.x,
                        .yRange = transform.y};
    for (std::size_t i = 0; i < points.count; ++i) {
        const double x = (double(points.x[i]) - transform.x.min) / transform.x.span();
        const double y = (double(points.y[i]) - transform.y.min) / transform.y.span();
        // Written so that NaN fails.
        if (!(x >= 0 && x < 1 && y >= 0 && y < 1) || hidden[codes.empty() ? 0 : codes[i]])
            continue;
        ++marginals.x[std::size_t(x * xBins)];
        ++marginals.y[std::size_t(y * yBins)];
    }
    return marginals;
}

void MarginalHistograms::setMarginals(std::optional<Marginals> marginals) {
    m_marginals = std::move(marginals);
    emit changed();
}

void MarginalHistograms::paint(QPainter& painter, const PlotTransform& shown, const PlotTheme& theme) const {
    if (!m_marginals)
        return;
    QColor colour = theme.mutedText;
    colour.setAlphaF(0.35f);
    const auto draw = [&](const std::vector<std::size_t>& counts, const Range& range, bool along) {
        const std::size_t most = *std::ranges::max_element(counts);
        if (most == 0)
            return;
        const double full = kHighestBar * (along ? shown.area.height() : shown.area.width());
        for (std::size_t i = 0; i < counts.size(); ++i) {
            const double low = range.min + range.span() * double(i) / double(counts.size());
            const double high = range.min + range.span() * double(i + 1) / double(counts.size());
            const double length = full * double(counts[i]) / double(most);
            const QPointF from = shown.toPixel({low, low});
            const QPointF to = shown.toPixel({high, high});
            painter.fillRect(
                along ? QRectF(from.x(), shown.area.bottom() - length, to.x() - from.x() - 1, length)
                      : QRectF(shown.area.left(), to.y(), length, from.y() - to.y() - 1),
                colour);
        }
    };
    draw(m_marginals->x, m_marginals->xRange, true);
    draw(m_marginals->y, m_marginals->yRange, false);
}

}  // namespace latentscape::ui
