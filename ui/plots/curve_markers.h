#pragma once

#include <QFontMetricsF>
#include <QRectF>
#include <QString>
#include <cstddef>
#include <span>
#include <vector>

namespace latentscape::ui {

/// Something that happened to a run.
struct CurveMarker {
    /// The later ones matter more.
    enum class Kind {
        Change,      ///< of a hyperparameter, by a person
        Event,       ///< that was planned, such as the end of the warm-up
        Finding,     ///< of the doctor
        Divergence,  ///< training stopped
    };
    double epoch = 0;
    /// A few words, beside the line.
    QString text;
    /// What it means, in a tooltip; may be empty.
    QString explanation = {};
    Kind kind = Kind::Change;
};

/// Markers that lie so close together that one line stands for all of them.
struct MarkerGroup {
    /// Of the line, in pixels.
    double x = 0;
    /// Of its markers in the list, ascending.
    std::size_t first = 0;
    std::size_t count = 0;
    /// The text of the only one, or how many there are.
    QString text;
    /// Where the text goes; empty where there is no room for it. No two of them overlap.
    QRectF label = {};
};

/// Groups the markers that lie within `area` and finds places for their texts at its top, in a few lines.
/// `places` are in pixels and ascend.
std::vector<MarkerGroup> groupMarkers(std::span<const CurveMarker> markers, std::span<const double> places,
                                      const QRectF& area, const QFontMetricsF& metrics);

/// What happened at these markers, as a tooltip; the first few, and how many more there are.
QString markerToolTip(std::span<const CurveMarker> markers);

/// Labels of markers take at most so many lines.
inline constexpr std::size_t kMarkerLabelLines = 2;

}  // namespace latentscape::ui
