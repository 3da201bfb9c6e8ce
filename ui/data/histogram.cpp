#include "ui/data/histogram.h"

#include <algorithm>

namespace latentscape::ui {
namespace {

// In pixels.
constexpr qreal kLowestBar = 1;
constexpr qreal kGap = 1;
constexpr qreal kWidestBar = 28;
/// Opacity of a category's part beside that of the one before it.
constexpr qreal kPaler = 0.68;

}  // namespace

void paintBins(QPainter& painter, const QRectF& area, const std::vector<Index>& bins, const QColor& colour) {
    if (bins.empty())
        return;
    const Index highest = *std::ranges::max_element(bins);
    const qreal width = area.width() / qreal(bins.size());
    const qreal gap = width > 3 * kGap ? kGap : 0;
    // A single value is a bar, not a wall.
    const qreal bar = std::min(width - gap, kWidestBar);
    for (std::size_t i = 0; i < bins.size(); ++i) {
        if (bins[i] == 0)
            continue;
        const qreal height = std::max(kLowestBar, area.height() * qreal(bins[i]) / qreal(highest));
        painter.fillRect(
            QRectF(area.left() + qreal(i) * width + (width - bar) / 2, area.bottom() - height, bar, height),
            colour);
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
