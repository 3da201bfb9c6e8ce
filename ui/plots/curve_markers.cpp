#include "ui/plots/curve_markers.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <array>
#include <cmath>

namespace latentscape::ui {
namespace {

/// Lines are at least so far apart, in logical pixels.
constexpr double kGroupWidth = 7;
constexpr double kLabelPadding = 4;
/// A label takes at most so much of the width.
constexpr double kWidestLabel = 0.6;
constexpr std::size_t kToolTipMarkers = 6;

}  // namespace

std::vector<MarkerGroup> groupMarkers(std::span<const CurveMarker> markers, std::span<const double> places,
                                      const QRectF& area, const QFontMetricsF& metrics) {
    std::vector<MarkerGroup> groups;
    for (std::size_t i = 0; i < markers.size(); ++i) {
        const double x = std::round(places[i]);
        if (!(x >= area.left() && x <= area.right()))
            continue;
        if (!groups.empty() && x - groups.back().x < kGroupWidth)
            ++groups.back().count;
        else
            groups.push_back({.x = x, .first = i, .count = 1, .text = {}});
    }
    std::array<double, kMarkerLabelLines> freeFrom;
    freeFrom.fill(area.left());
    for (std::size_t i = 0; i < groups.size(); ++i) {
        MarkerGroup& group = groups[i];
        group.text =
            group.count == 1
                ? metrics.elidedText(markers[group.first].text, Qt::ElideRight, kWidestLabel * area.width())
                : QCoreApplication::translate("CurveMarkers", "%n events", nullptr, int(group.count));
        const double width = metrics.horizontalAdvance(group.text) + 2 * kLabelPadding;
        const double left = group.x + width < area.right() ? group.x + 1 : group.x - width - 1;
        for (std::size_t line = 0; line < kMarkerLabelLines; ++line) {
            if (left < freeFrom[line])
                continue;
            group.label = QRectF(left, area.top() + double(line) * metrics.height(), width, metrics.height());
            freeFrom[line] = group.label.right() + kLabelPadding;
            break;
        }
    }
    return groups;
}

QString markerToolTip(std::span<const CurveMarker> markers) {
    QString text;
    for (const CurveMarker& marker : markers.first(std::min(markers.size(), kToolTipMarkers))) {
        text += QCoreApplication::translate("CurveMarkers", "<p><b>%1</b> at epoch %2%3</p>")
                    .arg(marker.text.toHtmlEscaped(), QLocale().toString(marker.epoch, 'f', 1),
                         marker.explanation.isEmpty()
                             ? QString()
                             : QStringLiteral("<br>%1").arg(marker.explanation.toHtmlEscaped()));
    }
    if (markers.size() > kToolTipMarkers)
        text += QCoreApplication::translate("CurveMarkers", "<p>and %n more</p>", nullptr,
                                            int(markers.size() - kToolTipMarkers));
    return text;
}

}  // namespace latentscape::ui
