#pragma once

#include <optional>
#include <string>
#include <vector>

namespace latentscape {

struct ChartPoint {
    double x = 0;
    double y = 0;

    bool operator==(const ChartPoint&) const = default;
};

/// One curve over ascending x; what is not finite is a gap.
struct ChartCurve {
    std::string name;
    /// Of the report's style: `train`, `validation`.
    std::string className;
    std::vector<ChartPoint> points;
};

/// Curves over one another as an inline SVG drawing.
struct LineChart {
    /// Told to those who cannot see it, beside the title.
    std::string description;
    std::string title;
    std::string xTitle;
    std::vector<ChartCurve> curves;
    /// A level to compare with; not drawn where it lies so far off that the curves would look flat.
    std::optional<double> level;
    /// Moments at which something was changed.
    std::vector<double> marks;
    /// A point that stands out.
    std::optional<ChartPoint> ring;
    /// In the drawing's own units; a page scales it.
    double width = 960;
    double height = 300;
};

/// At most `columns` pairs of a smallest and a largest value, each where it is: what is drawn of more points
/// than there are pixels looks the same.
std::vector<ChartPoint> decimated(const std::vector<ChartPoint>& points, double from, double to, int columns);

/// About `count` round numbers within [from, to], ascending.
std::vector<double> roundTicks(double from, double to, int count);

/// Whether the chart's level is drawn.
bool showsLevel(const LineChart& chart);

std::string svgLineChart(const LineChart& chart);

}  // namespace latentscape
