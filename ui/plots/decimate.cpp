#include "ui/plots/decimate.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

namespace latentscape::ui {
namespace {

/// Collects one pixel column after the other.
class Thinning {
public:
    Thinning(std::span<const double> x, std::span<const double> y) : m_x(x), m_y(y) {}

    void add(std::size_t index, long column) {
        if (m_lowest && column != m_column)
            closeColumn();
        m_column = column;
        if (!m_lowest || m_y[index] < m_y[*m_lowest])
            m_lowest = index;
        if (!m_highest || m_y[index] > m_y[*m_highest])
            m_highest = index;
    }

    void addGap(std::size_t index) {
        closeColumn();
        if (!m_points.empty() && !std::isnan(m_points.back().y()))
            m_points.append({m_x[index], std::nan("")});
    }

    /// A point that stays whatever else its column holds.
    void keep(std::size_t index) {
        closeColumn();
        append(index);
    }

    QList<QPointF> take() {
        closeColumn();
        return std::move(m_points);
    }

private:
    void closeColumn() {
        if (!m_lowest)
            return;
        append(std::min(*m_lowest, *m_highest));
        if (*m_lowest != *m_highest)
            append(std::max(*m_lowest, *m_highest));
        m_lowest.reset();
        m_highest.reset();
    }

    void append(std::size_t index) { m_points.append({m_x[index], m_y[index]}); }

    std::span<const double> m_x;
    std::span<const double> m_y;
    QList<QPointF> m_points;
    long m_column = 0;
    std::optional<std::size_t> m_lowest;
    std::optional<std::size_t> m_highest;
};

/// Of the points within `visible`, and of one beyond each end.
struct Part {
    std::size_t first;
    std::size_t end;
};

Part visiblePart(std::span<const double> x, const Range& visible) {
    auto first = std::size_t(std::ranges::lower_bound(x, visible.min) - x.begin());
    auto end = std::size_t(std::ranges::upper_bound(x, visible.max) - x.begin());
    first -= first > 0 ? 1 : 0;
    end += end < x.size() ? 1 : 0;
    return {first, end};
}

long columnOf(double x, const Range& visible, int columns) {
    return std::lround(std::floor((x - visible.min) / std::max(visible.span(), 1e-300) * columns));
}

}  // namespace

QList<QPointF> decimateMinMax(std::span<const double> x, std::span<const double> y, const Range& visible,
                              int columns) {
    const auto [first, end] = visiblePart(x, visible);
    Thinning thinning(x, y);
    for (std::size_t i = first; i < end; ++i) {
        if (std::isnan(y[i]))
            thinning.addGap(i);
        else if (i == first || i + 1 == end)
            thinning.keep(i);
        else
            thinning.add(i, columnOf(x[i], visible, columns));
    }
    return thinning.take();
}

QList<QPointF> columnMeans(std::span<const double> x, std::span<const double> y, const Range& visible,
                           int columns) {
    const auto [first, end] = visiblePart(x, visible);
    QList<QPointF> means;
    QPointF sum;
    int count = 0;
    long column = 0;
    const auto closeColumn = [&] {
        if (count > 0)
            means.append(sum / count);
        sum = {};
        count = 0;
    };
    for (std::size_t i = first; i < end; ++i) {
        if (std::isnan(y[i])) {
            closeColumn();
            if (!means.empty() && !std::isnan(means.back().y()))
                means.append({x[i], std::nan("")});
            continue;
        }
        if (const long own = columnOf(x[i], visible, columns); own != column) {
            closeColumn();
            column = own;
        }
        sum += QPointF(x[i], y[i]);
        ++count;
    }
    closeColumn();
    return means;
}

std::size_t visiblePointCount(std::span<const double> x, const Range& visible) {
    const auto [first, end] = visiblePart(x, visible);
    return end - first;
}

}  // namespace latentscape::ui
