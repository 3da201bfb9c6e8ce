#include "ui/data/histogram.h"

#include <algorithm>
#include <functional>

namespace latentscape::ui {
namespace {

// In pixels.
constexpr qreal kLowestBar = 1;
constexpr qreal kGap = 1;
constexpr qreal kWidestBar = 28;
/// Opacity of a category's part beside that of the one before it.
constexpr qreal kPaler = 0.68;

}  // namespace

void paintBins(QPainter& painter, const QRectF& area, const std::vector<ColouredBins>& layers) {
    if (layers.empty() || layers.front().counts.empty())
        return;
    const std::size_t bars = layers.front().counts.size();
    std::vector<Index> total(bars);
    for (const ColouredBins& layer : layers)
        std::ranges::transform(total, layer.counts, total.begin(), std::plus<>());
    const Index highest = std::max<Index>(1, *std::ranges::max_element(total));
    const qreal width = area.width() / qreal(bars);
    const qreal gap = width > 3 * kGap ? kGap : 0;
    // A single value is a bar, not a wall.
    const qreal bar = std::min(width - gap, kWidestBar);
    for (std::size_t i = 0; i < bars; ++i) {
        if (total[i] == 0)
            continue;
        const qreal height = std::max(kLowestBar, area.height() * qreal(total[i]) / qreal(highest));
        qreal bottom = area.bottom();
        for (const ColouredBins& layer : layers) {
            const qreal part = height * qreal(layer.counts[i]) / qreal(total[i]);
            painter.fillRect(
                QRectF(area.left() + qreal(i) * width + (width - bar) / 2, bottom - part, bar, part),
                layer.colour);
            bottom -= part;
        }
    }
}

void paintShares(QPainter& painter, const QRectF& area, const ColumnSummary& summary, const QColor& colour,
                 const QColor& track) {
    painter.fillRect(area, track);
    QColor part = colour;
    qreal left = area.left();
    for (const ColumnSummary::Share& share : summary.top) {
        const qreal width = area.width() * qreal(share.count) / qreal(summary.present());
        painter.fillRect(QRectF(left, area.top(), std::max(0.0, width - kGap), area.height()), part);
        part.setAlphaF(float(part.alphaF() * kPaler));
        left += width;
    }
}

}  // namespace latentscape::ui
