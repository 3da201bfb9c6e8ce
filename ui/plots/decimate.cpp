#include "ui/plots/decimate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace latentscape::ui {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
/// Beyond so many standard deviations a Gaussian weighs nothing.
constexpr double kKernelReach = 3;

std::span<const double> placesOf(std::span<const double> x, const CurveValues& y) {
    return x.first(std::min(x.size(), y.size()));
}

/// Of the points within `visible`, and of one beyond each end.
struct Part {
    std::size_t first;
    std::size_t end;

    std::size_t size() const { return end - first; }
};

Part visiblePart(std::span<const double> x, const Range& visible) {
    auto first = std::size_t(std::ranges::lower_bound(x, visible.min) - x.begin());
    auto end = std::size_t(std::ranges::upper_bound(x, visible.max) - x.begin());
    first -= first > 0 ? 1 : 0;
    end += end < x.size() ? 1 : 0;
    return {first, end};
}

/// Calls work(column, first, end) for the points of each pixel column that has any. What lies beyond the ends
/// belongs to the columns there.
template <class Work>
void forEachColumn(std::span<const double> x, Part part, const Range& visible, int columns, Work work) {
    std::size_t first = part.first;
    for (int column = 1; column <= columns && first < part.end; ++column) {
        const double right = visible.min + visible.span() * column / columns;
        const auto end = column == columns
                             ? part.end
                             : std::size_t(std::lower_bound(x.begin() + std::ptrdiff_t(first),
                                                            x.begin() + std::ptrdiff_t(part.end), right) -
                                           x.begin());
        if (end > first)
            work(column - 1, first, end);
        first = end;
    }
}

void appendGap(QList<QPointF>& points, double x) {
    if (!points.empty() && !std::isnan(points.back().y()))
        points.append({x, kNaN});
}

}  // namespace

QList<QPointF> decimateMinMax(std::span<const double> x, const CurveValues& y, const Range& visible,
                              int columns) {
    x = placesOf(x, y);
    const Part part = visiblePart(x, visible);
    QList<QPointF> points;
    const auto append = [&](std::size_t index) {
        if (std::isfinite(y[index]))
            points.append({x[index], y[index]});
        else
            appendGap(points, x[index]);
    };
    if (part.size() <= std::size_t(std::max(columns, 0))) {
        for (std::size_t i = part.first; i < part.end; ++i)
            append(i);
        return points;
    }
    append(part.first);
    const Part inner{part.first + 1, part.end - 1};
    forEachColumn(x, inner, visible, columns, [&](int, std::size_t first, std::size_t end) {
        const CurveValues::Summary summary = y.over(first, end);
        if (summary.count > 0) {
            append(std::min(summary.lowest, summary.highest));
            if (summary.lowest != summary.highest)
                append(std::max(summary.lowest, summary.highest));
        }
        if (summary.hasGap)
            appendGap(points, x[end - 1]);
    });
    append(part.end - 1);
    return points;
}

QList<QPointF> columnMeans(std::span<const double> x, const CurveValues& y, const Range& visible,
                           int columns) {
    x = placesOf(x, y);
    QList<QPointF> means;
    forEachColumn(x, visiblePart(x, visible), visible, columns, [&](int, std::size_t first, std::size_t end) {
        const CurveValues::Summary summary = y.over(first, end);
        if (summary.count > 0)
            means.append({std::midpoint(x[first], x[end - 1]), summary.sum / double(summary.count)});
        if (summary.hasGap)
            appendGap(means, x[end - 1]);
    });
    return means;
}

QList<QPointF> smoothed(std::span<const double> x, const CurveValues& y, const Range& visible, int columns,
                        double spread) {
    x = placesOf(x, y);
    const double deviation = spread * columns;
    const int reach = int(std::ceil(kKernelReach * deviation));
    const double beyond = visible.span() * reach / std::max(columns, 1);
    const Range wide{visible.min - beyond, visible.max + beyond};

    struct Column {
        double x = 0;
        double sum = 0;
        double count = 0;
        bool gapAfter = false;
    };
    const int wideColumns = columns + 2 * reach;
    std::vector<Column> all(std::size_t(std::max(wideColumns, 1)));
    forEachColumn(x, visiblePart(x, wide), wide, wideColumns,
                  [&](int column, std::size_t first, std::size_t end) {
                      const CurveValues::Summary summary = y.over(first, end);
                      all[std::size_t(column)] = {std::midpoint(x[first], x[end - 1]), summary.sum,
                                                  double(summary.count), summary.hasGap};
                  });
    std::vector<double> kernel(std::size_t(reach) + 1);
    for (int i = 0; i <= reach; ++i)
        kernel[std::size_t(i)] = std::exp(-0.5 * std::pow(i / std::max(deviation, 1e-9), 2));

    const Part shown = visiblePart(x, visible);
    if (shown.size() == 0)
        return {};
    // The line runs to the edges: up to one column beyond.
    const double width = wide.span() / double(all.size());
    const Range drawn{x[shown.first] - width, x[shown.end - 1] + width};
    QList<QPointF> points;
    for (int i = 0; i < int(all.size()); ++i) {
        const Column& own = all[std::size_t(i)];
        if (own.x < drawn.min || own.x > drawn.max)
            continue;
        if (own.count > 0) {
            double sum = 0, weight = 0;
            for (int j = std::max(0, i - reach); j <= std::min(int(all.size()) - 1, i + reach); ++j) {
                sum += kernel[std::size_t(std::abs(i - j))] * all[std::size_t(j)].sum;
                weight += kernel[std::size_t(std::abs(i - j))] * all[std::size_t(j)].count;
            }
            points.append({own.x, sum / weight});
        }
        if (own.gapAfter)
            appendGap(points, own.x);
    }
    return points;
}

std::size_t visiblePointCount(std::span<const double> x, const Range& visible) {
    return visiblePart(x, visible).size();
}

}  // namespace latentscape::ui
