#include "ui/plots/points_within.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace latentscape::ui {
namespace {

/// Points are sifted in groups of so many.
constexpr std::size_t kGroup = 1024;

/// A range of float32 values with nothing of `low` to `high` outside.
struct FloatRange {
    float min;
    float max;

    FloatRange(double low, double high)
        : min(std::nextafter(float(std::min(low, high)), -INFINITY)),
          max(std::nextafter(float(std::max(low, high)), INFINITY)) {}

    /// Without a branch; a value that is not a number is outside.
    bool contains(float value) const { return (value >= min) & (value <= max); }
};

/// Calls `visit(point, pixel)` for each point whose pixel lies in `bounds` and in the plot's area.
template <class Visit>
void forPointsIn(const PointSpan& points, const PlotTransform& transform, const QRectF& bounds,
                 const Visit& visit) {
    const QRectF part = bounds & transform.area;
    if (part.isEmpty())
        return;
    const QPointF topLeft = transform.toValue(part.topLeft());
    const QPointF bottomRight = transform.toValue(part.bottomRight());
    const FloatRange xRange(topLeft.x(), bottomRight.x());
    const FloatRange yRange(bottomRight.y(), topLeft.y());
    const double xScale = transform.area.width() / transform.x.span();
    const double yScale = transform.area.height() / transform.y.span();
    std::array<std::size_t, kGroup> candidates;
    for (std::size_t first = 0; first < points.count; first += kGroup) {
        const std::size_t end = std::min(points.count, first + kGroup);
        std::size_t found = 0;
        for (std::size_t i = first; i < end; ++i) {
            candidates[found] = i;
            found += xRange.contains(points.x[i]) & yRange.contains(points.y[i]);
        }
        for (std::size_t i = 0; i < found; ++i) {
            const std::size_t point = candidates[i];
            const QPointF pixel(transform.area.left() + (points.x[point] - transform.x.min) * xScale,
                                transform.area.bottom() - (points.y[point] - transform.y.min) * yScale);
            if (pixel.x() >= part.left() && pixel.x() <= part.right() && pixel.y() >= part.top() &&
                pixel.y() <= part.bottom())
                visit(point, pixel);
        }
    }
}

/// The edges of a closed line, sorted into rows of one pixel, so that a point is compared only with the few
/// edges beside it.
class EdgeRows {
public:
    EdgeRows(const QPolygonF& outline, const QRectF& bounds)
        : m_top(std::floor(bounds.top())),
          m_rows(std::size_t(std::max(0.0, std::ceil(bounds.bottom()) - m_top)) + 1) {
        QPointF previous = outline.last();
        for (const QPointF& next : outline) {
            add(previous, next);
            previous = next;
        }
    }

    /// Whether a line from the point to the right crosses an odd number of edges.
    bool enclose(QPointF point) const {
        bool inside = false;
        for (const Edge& edge : m_rows[rowAt(point.y())])
            if (edge.top <= point.y() && point.y() < edge.bottom)
                inside ^= point.x() < edge.xAtTop + (point.y() - edge.top) * edge.slope;
        return inside;
    }

private:
    struct Edge {
        double top;
        double bottom;
        double xAtTop;
        /// Pixels to the right for each pixel downwards.
        double slope;
    };

    std::size_t rowAt(double y) const {
        return std::size_t(std::clamp(std::floor(y - m_top), 0.0, double(m_rows.size() - 1)));
    }

    void add(QPointF from, QPointF to) {
        if (from.y() > to.y())
            std::swap(from, to);
        if (from.y() == to.y() || to.y() < m_top || from.y() >= m_top + double(m_rows.size()))
            return;
        const Edge edge{from.y(), to.y(), from.x(), (to.x() - from.x()) / (to.y() - from.y())};
        for (std::size_t row = rowAt(edge.top); row <= rowAt(edge.bottom); ++row)
            m_rows[row].push_back(edge);
    }

    double m_top;
    std::vector<std::vector<Edge>> m_rows;
};

double squaredDistance(QPointF point, QPointF from, QPointF to) {
    const QPointF along = to - from;
    const double length = QPointF::dotProduct(along, along);
    const double share =
        length > 0 ? std::clamp(QPointF::dotProduct(point - from, along) / length, 0.0, 1.0) : 0;
    const QPointF apart = point - (from + share * along);
    return QPointF::dotProduct(apart, apart);
}

}  // namespace

PointList pointsInside(const PointSpan& points, const PlotTransform& transform, const QPolygonF& outline) {
    PointList inside;
    const QRectF bounds = outline.boundingRect() & transform.area;
    if (bounds.isEmpty())
        return inside;
    const EdgeRows edges(outline, bounds);
    forPointsIn(points, transform, bounds, [&](std::size_t point, QPointF pixel) {
        if (edges.enclose(pixel))
            inside.push_back(point);
    });
    return inside;
}

PointList pointsAlong(const PointSpan& points, const PlotTransform& transform, const QPolygonF& path,
                      double radius) {
    PointList along;
    if (path.isEmpty())
        return along;
    const QRectF bounds = path.boundingRect().adjusted(-radius, -radius, radius, radius);
    forPointsIn(points, transform, bounds, [&](std::size_t point, QPointF pixel) {
        const double reach = radius * radius;
        bool isNear = squaredDistance(pixel, path.first(), path.first()) <= reach;
        for (qsizetype i = 1; i < path.size() && !isNear; ++i)
            isNear = squaredDistance(pixel, path[i - 1], path[i]) <= reach;
        if (isNear)
            along.push_back(point);
    });
    return along;
}

PointList pointsWithin(const PointSpan& points, const PlotTransform& transform, const MapArea& area) {
    return area.brush ? pointsAlong(points, transform, area.line, *area.brush)
                      : pointsInside(points, transform, area.line);
}

}  // namespace latentscape::ui
