#include "core/report/line_chart.h"

#include <algorithm>
#include <cmath>

#include "core/report/markup.h"

namespace latentscape {
namespace {

// In the drawing's units.
constexpr double kLeft = 58;
constexpr double kRight = 12;
constexpr double kTop = 10;
constexpr double kBottom = 40;

struct Range {
    double from = 0;
    double to = 1;

    double span() const { return to - from; }
};

bool isFinite(const ChartPoint& point) {
    return std::isfinite(point.x) && std::isfinite(point.y);
}

std::vector<double> finiteValues(const LineChart& chart, double ChartPoint::*member) {
    std::vector<double> values;
    for (const ChartCurve& curve : chart.curves)
        for (const ChartPoint& point : curve.points)
            if (isFinite(point))
                values.push_back(point.*member);
    std::sort(values.begin(), values.end());
    return values;
}

/// All curves, unless a few values lie so far out that the others would be a straight line.
Range curvesRange(const LineChart& chart) {
    const std::vector<double> values = finiteValues(chart, &ChartPoint::y);
    Range range;
    if (!values.empty()) {
        const auto quantile = [&](double share) {
            return values[std::size_t(share * double(values.size() - 1))];
        };
        const double usual = quantile(0.98) - quantile(0.02);
        range.from = std::max(values.front(), quantile(0.02) - usual);
        range.to = std::min(values.back(), quantile(0.98) + usual);
    }
    return range;
}

Range verticalRange(const LineChart& chart) {
    Range range = curvesRange(chart);
    if (showsLevel(chart)) {
        range.from = std::min(range.from, *chart.level);
        range.to = std::max(range.to, *chart.level);
    }
    const double room = range.span() > 0 ? 0.05 * range.span() : std::max(std::abs(range.to), 1.0) * 0.05;
    return {range.from - room, range.to + room};
}

Range horizontalRange(const LineChart& chart) {
    const std::vector<double> values = finiteValues(chart, &ChartPoint::x);
    if (values.empty())
        return {};
    return {values.front(), values.back() > values.front() ? values.back() : values.front() + 1};
}

/// Decimals that tell ticks apart.
int tickDecimals(const std::vector<double>& ticks) {
    if (ticks.size() < 2)
        return 0;
    return std::clamp(int(std::ceil(-std::log10(ticks[1] - ticks[0]) - 1e-9)), 0, 8);
}

/// Where values lie in the drawing.
struct Frame {
    Range x;
    Range y;
    double width;
    double height;

    double right() const { return width - kRight; }
    double bottom() const { return height - kBottom; }
    double atX(double value) const { return kLeft + (value - x.from) / x.span() * (right() - kLeft); }
    /// Held near the drawing: a coordinate of a billion is more than some programs draw.
    double atY(double value) const {
        const double place = bottom() - (value - y.from) / y.span() * (bottom() - kTop);
        return std::clamp(place, -height, 2 * height);
    }
};

std::string lineElement(const char* className, double x1, double y1, double x2, double y2) {
    return std::string("<line class=\"") + className + "\" x1=\"" + coordinate(x1) + "\" y1=\"" +
           coordinate(y1) + "\" x2=\"" + coordinate(x2) + "\" y2=\"" + coordinate(y2) + "\"/>";
}

std::string textAt(const char* className, double x, double y, const std::string& text) {
    return std::string("<text class=\"") + className + "\" x=\"" + coordinate(x) + "\" y=\"" + coordinate(y) +
           "\">" + escaped(text) + "</text>";
}

std::string axes(const Frame& frame, const std::string& xTitle) {
    std::string svg;
    const std::vector<double> rows = roundTicks(frame.y.from, frame.y.to, int(frame.height / 50));
    for (const double value : rows) {
        svg += lineElement("grid", kLeft, frame.atY(value), frame.right(), frame.atY(value));
        svg += textAt("tick-y", kLeft - 8, frame.atY(value) + 4, fixedNumber(value, tickDecimals(rows)));
    }
    const std::vector<double> columns = roundTicks(frame.x.from, frame.x.to, int(frame.width / 90));
    for (const double value : columns)
        svg += textAt("tick-x", frame.atX(value), frame.bottom() + 17,
                      fixedNumber(value, tickDecimals(columns)));
    svg += lineElement("axis", kLeft, frame.bottom(), frame.right(), frame.bottom());
    return svg + textAt("tick-x", (kLeft + frame.right()) / 2, frame.height - 5, xTitle);
}

std::string path(const ChartCurve& curve, const Frame& frame) {
    const int columns = int(frame.right() - kLeft);
    std::string data;
    bool isDown = false;
    for (const ChartPoint& point : decimated(curve.points, frame.x.from, frame.x.to, columns)) {
        if (isFinite(point)) {
            data += isDown ? 'L' : 'M';
            data += coordinate(frame.atX(point.x)) + ' ' + coordinate(frame.atY(point.y));
        }
        isDown = isFinite(point);
    }
    return "<path class=\"curve " + escaped(curve.className) + "\" d=\"" + data + "\"><title>" +
           escaped(curve.name) + "</title></path>";
}

}  // namespace

std::vector<ChartPoint> decimated(const std::vector<ChartPoint>& points, double from, double to,
                                  int columns) {
    if (points.size() <= 2 * std::size_t(std::max(columns, 1)))
        return points;
    std::vector<ChartPoint> kept;
    const auto columnOf = [&](const ChartPoint& point) {
        return std::clamp(int((point.x - from) / (to - from) * columns), 0, columns - 1);
    };
    for (std::size_t first = 0; first < points.size();) {
        if (!isFinite(points[first])) {
            kept.push_back(points[first++]);
            continue;
        }
        std::size_t least = first;
        std::size_t most = first;
        std::size_t next = first + 1;
        for (; next < points.size() && isFinite(points[next]) &&
               columnOf(points[next]) == columnOf(points[first]);
             ++next) {
            least = points[next].y < points[least].y ? next : least;
            most = points[next].y > points[most].y ? next : most;
        }
        kept.push_back(points[std::min(least, most)]);
        if (least != most)
            kept.push_back(points[std::max(least, most)]);
        first = next;
    }
    return kept;
}

std::vector<double> roundTicks(double from, double to, int count) {
    const double wanted = (to - from) / std::max(count, 1);
    if (!(wanted > 0) || !std::isfinite(wanted))
        return {};
    const double power = std::pow(10.0, std::floor(std::log10(wanted)));
    double step = 10 * power;
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= wanted) {
            step = factor * power;
            break;
        }
    std::vector<double> ticks;
    const double slack = 1e-9 * step;
    for (double tick = std::ceil((from - slack) / step); tick * step <= to + slack; tick += 1) {
        // From far enough out, one step more changes nothing.
        if (!ticks.empty() && tick * step == ticks.back())
            break;
        ticks.push_back(tick * step);
    }
    return ticks;
}

bool showsLevel(const LineChart& chart) {
    if (!chart.level || !std::isfinite(*chart.level))
        return false;
    const Range range = curvesRange(chart);
    return *chart.level >= range.from - range.span() && *chart.level <= range.to + range.span();
}

std::string svgLineChart(const LineChart& chart) {
    const Frame frame{horizontalRange(chart), verticalRange(chart), chart.width, chart.height};
    const std::string size = coordinate(chart.width) + " " + coordinate(chart.height);
    std::string svg = "<svg class=\"chart\" role=\"img\" viewBox=\"0 0 " + size + "\">" +
                      textElement("title", "", chart.title) + textElement("desc", "", chart.description) +
                      axes(frame, chart.xTitle);
    // A drawing of its own within the drawing cuts off what lies beyond.
    svg += "<svg x=\"0\" y=\"0\" width=\"" + coordinate(frame.right() + 6) + "\" height=\"" +
           coordinate(frame.bottom()) + "\">";
    for (const double mark : chart.marks)
        svg += lineElement("mark", frame.atX(mark), kTop, frame.atX(mark), frame.bottom());
    if (showsLevel(chart))
        svg += lineElement("level", kLeft, frame.atY(*chart.level), frame.right(), frame.atY(*chart.level));
    for (const ChartCurve& curve : chart.curves)
        svg += path(curve, frame);
    if (chart.ring && isFinite(*chart.ring))
        svg += "<circle class=\"ring\" cx=\"" + coordinate(frame.atX(chart.ring->x)) + "\" cy=\"" +
               coordinate(frame.atY(chart.ring->y)) + "\" r=\"5\"/>";
    return svg + "</svg></svg>\n";
}

}  // namespace latentscape
