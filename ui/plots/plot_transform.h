#pragma once

#include <QPointF>
#include <QRectF>
#include <algorithm>
#include <cmath>

namespace latentscape::ui {

/// The values from one end of an axis to the other.
struct Range {
    double min = 0;
    double max = 1;

    double span() const { return max - min; }
    double centre() const { return min + span() / 2; }
    bool contains(const Range& other) const { return min <= other.min && other.max <= max; }

    bool operator==(const Range&) const = default;
};

inline constexpr double kFitMargin = 0.05;

/// `range` with `margin` of its span added at each end. A range without extent gets one around its value, and
/// one without finite ends becomes −1 to 1.
inline Range padded(Range range, double margin = kFitMargin) {
    if (!std::isfinite(range.min) || !std::isfinite(range.max))
        return {-1, 1};
    const double smallest = 1e-6 * std::max({1.0, std::abs(range.min), std::abs(range.max)});
    const double extra =
        range.span() < smallest ? 0.5 * std::max(1.0, std::abs(range.min)) : range.span() * margin;
    return {range.min - extra, range.max + extra};
}

/// The range that lies `share` of the way from `from` to `to`.
inline Range between(const Range& from, const Range& to, double share) {
    return {std::lerp(from.min, to.min, share), std::lerp(from.max, to.max, share)};
}

/// Values ↔ pixels of a plot: which ranges of x and y fill which rectangle. y grows upwards in values,
/// downwards in pixels.
struct PlotTransform {
    Range x;
    Range y;
    /// Logical pixels.
    QRectF area;

    QPointF toPixel(QPointF value) const {
        return {area.left() + (value.x() - x.min) / x.span() * area.width(),
                area.bottom() - (value.y() - y.min) / y.span() * area.height()};
    }

    QPointF toValue(QPointF pixel) const {
        return {x.min + (pixel.x() - area.left()) / area.width() * x.span(),
                y.min + (area.bottom() - pixel.y()) / area.height() * y.span()};
    }

    /// Shows `factor` times as much of each axis, and keeps the value under `pixel` where it is.
    PlotTransform zoomed(QPointF pixel, double xFactor, double yFactor) const {
        const QPointF fixed = toValue(pixel);
        return {scaled(x, fixed.x(), xFactor), scaled(y, fixed.y(), yFactor), area};
    }

    /// Moves what is shown along with the hand.
    PlotTransform panned(QPointF pixels) const {
        const double dx = pixels.x() / area.width() * x.span();
        const double dy = -pixels.y() / area.height() * y.span();
        return {{x.min - dx, x.max - dx}, {y.min - dy, y.max - dy}, area};
    }

    /// Shows all of both ranges with a margin around them; each axis has a scale of its own.
    PlotTransform fitted(const Range& xValues, const Range& yValues) const {
        return {padded(xValues), padded(yValues), area};
    }

    bool operator==(const PlotTransform&) const = default;

private:
    /// Stops where neighbouring pixels could no longer be told apart as float32 values, and where nothing
    /// could be seen.
    static Range scaled(const Range& range, double fixed, double factor) {
        const double span = range.span() * factor;
        if (factor == 1 || span < 1e-5 * std::max(1e-3, std::abs(fixed)) || span > 1e9)
            return range;
        return {fixed + (range.min - fixed) * factor, fixed + (range.max - fixed) * factor};
    }
};

}  // namespace latentscape::ui
