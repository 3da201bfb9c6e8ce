#pragma once

#include <cstdint>
#include <vector>

#include "ui/plots/plot_transform.h"
#include "ui/plots/visible_points.h"

namespace latentscape::ui {

/// Points by place: a grid of cells, so that those in a small part of a plane are found without looking at
/// all of them. Immutable once made; takes a moment for a million points.
class PointIndex {
public:
    explicit PointIndex(const PointSpan& points);

    /// Calls visit(point) for every point whose values lie in both ranges, and for some around them; within a
    /// cell in the order of the table. Points with a NaN are nowhere.
    template <class Visit>
    void forEachNear(const Range& x, const Range& y, Visit visit) const {
        if (m_side == 0)
            return;
        const std::size_t left = m_x.cellOf(x.min, m_side);
        const std::size_t right = m_x.cellOf(x.max, m_side);
        const std::size_t last = m_y.cellOf(y.max, m_side);
        for (std::size_t line = m_y.cellOf(y.min, m_side); line <= last; ++line) {
            const std::uint32_t end = m_starts[line * m_side + right + 1];
            for (std::uint32_t i = m_starts[line * m_side + left]; i < end; ++i)
                visit(std::size_t(m_points[i]));
        }
    }

private:
    /// What the cells of a direction share out. What lies beyond is in the outermost cell, so that a few
    /// points far away do not crowd all others into one.
    struct Side {
        double min = 0;
        double scale = 0;

        std::size_t cellOf(double value, std::size_t cells) const {
            const double place = (value - min) * scale;
            return place > 0 ? std::size_t(std::min(place, double(cells - 1))) : 0;
        }
    };

    static Side sideOf(const float* values, std::size_t count, std::size_t cells);

    /// Cells in each direction.
    std::size_t m_side = 0;
    Side m_x;
    Side m_y;
    /// Of each cell in m_points, line by line, and the end.
    std::vector<std::uint32_t> m_starts;
    std::vector<std::uint32_t> m_points;
};

}  // namespace latentscape::ui
