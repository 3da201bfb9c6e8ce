#include "core/report/latent_map.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "core/data/column_roles.h"
#include "core/report/line_chart.h"
#include "core/report/markup.h"

namespace latentscape {
namespace {

// In the drawing's units.
constexpr double kSide = 620;
constexpr double kMargin = 44;
constexpr double kFewPoints = 1000;

bool isPresent(const Column& column, Index row) {
    return !column.missing[std::size_t(row)] && std::isfinite(column.values[std::size_t(row)]);
}

void addMissing(MapColours& colours) {
    colours.classes.push_back({.name = "missing", .className = "none"});
}

/// Each of `values`, ascending, is a class; those of no colour of their own share one.
void colourByValue(MapColours& colours, const Column& column, const RowList& rows,
                   const std::vector<double>& values) {
    const auto placeOf = [&](Index row) {
        return std::size_t(std::ranges::lower_bound(values, column.values[std::size_t(row)]) -
                           values.begin());
    };
    std::vector<Index> counts(values.size());
    for (const Index row : rows)
        if (isPresent(column, row))
            ++counts[placeOf(row)];
    std::vector<std::size_t> order(counts.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    if (order.size() > kMapClasses)
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return counts[a] > counts[b]; });
    const std::size_t shown = std::min(order.size(), kMapClasses);
    std::vector<std::size_t> legend(order.size(), shown);
    for (std::size_t i = 0; i < shown; ++i) {
        legend[order[i]] = i;
        colours.classes.push_back(
            {.name = column.valueText(values[order[i]]), .className = "class-" + std::to_string(i)});
    }
    colours.classes.push_back({.name = "other", .className = "other"});
    addMissing(colours);
    for (const Index row : rows)
        colours.classOf.push_back(isPresent(column, row) ? legend[placeOf(row)] : colours.classes.size() - 1);
}

/// The different values among `rows`, ascending; empty if there are more than a label may have and they are
/// no categories.
std::vector<double> classValues(const Column& column, const RowList& rows) {
    std::set<double> values;
    for (const Index row : rows) {
        if (isPresent(column, row))
            values.insert(column.values[std::size_t(row)]);
        if (!column.hasCategories() && values.size() > std::size_t(kMaxLabelClasses))
            return {};
    }
    return {values.begin(), values.end()};
}

void colourByNumber(MapColours& colours, const Column& column, const RowList& rows) {
    double least = INFINITY;
    double most = -INFINITY;
    for (const Index row : rows)
        if (isPresent(column, row)) {
            least = std::min(least, column.values[std::size_t(row)]);
            most = std::max(most, column.values[std::size_t(row)]);
        }
    const double step = (most - least) / double(kMapSteps);
    for (std::size_t i = 0; i < kMapSteps; ++i) {
        const auto edge = [&](std::size_t place) { return column.valueText(least + double(place) * step); };
        colours.classes.push_back(
            {.name = edge(i) + " \u2026 " + edge(i + 1), .className = "number-" + std::to_string(i)});
    }
    addMissing(colours);
    for (const Index row : rows) {
        if (!isPresent(column, row)) {
            colours.classOf.push_back(kMapSteps);
            continue;
        }
        const double place = step > 0 ? (column.values[std::size_t(row)] - least) / step : 0;
        colours.classOf.push_back(std::min(std::size_t(place), kMapSteps - 1));
    }
}

struct Square {
    double centreX = 0;
    double centreY = 0;
    /// Half of what is shown.
    double reach = 1;

    double at(double value, double centre) const {
        return kSide / 2 + (value - centre) / reach * (kSide / 2 - kMargin);
    }
};

Square aroundAll(const Matrix& points) {
    double low[2] = {INFINITY, INFINITY};
    double high[2] = {-INFINITY, -INFINITY};
    for (Index i = 0; i < points.cols(); ++i)
        for (Index axis = 0; axis < 2; ++axis)
            if (std::isfinite(points(axis, i))) {
                low[axis] = std::min(low[axis], double(points(axis, i)));
                high[axis] = std::max(high[axis], double(points(axis, i)));
            }
    if (!(low[0] <= high[0] && low[1] <= high[1]))
        return {};
    const double reach = std::max(high[0] - low[0], high[1] - low[1]) / 2;
    return {(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, reach > 0 ? 1.05 * reach : 1};
}

std::string mapAxes(const Square& square, const std::string& xTitle, const std::string& yTitle) {
    std::string svg;
    const double edge = kSide - kMargin / 2;
    const auto ticks = [&square](double centre) {
        return roundTicks(centre - square.reach, centre + square.reach, 6);
    };
    for (const double value : ticks(square.centreX)) {
        const std::string x = coordinate(square.at(value, square.centreX));
        svg += "<line class=\"grid\" x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + coordinate(kMargin / 2) +
               "\" y2=\"" + coordinate(edge - kMargin / 2) + "\"/><text class=\"tick-x\" x=\"" + x +
               "\" y=\"" + coordinate(edge - 4) + "\">" + readableNumber(value) + "</text>";
    }
    for (const double value : ticks(square.centreY)) {
        const double y = kSide - square.at(value, square.centreY);
        svg += "<line class=\"grid\" y1=\"" + coordinate(y) + "\" y2=\"" + coordinate(y) + "\" x1=\"" +
               coordinate(kMargin) + "\" x2=\"" + coordinate(kSide - kMargin / 2) +
               "\"/><text class=\"tick-y\" x=\"" + coordinate(kMargin - 6) + "\" y=\"" + coordinate(y + 4) +
               "\">" + readableNumber(value) + "</text>";
    }
    const std::string middle = coordinate(kSide / 2);
    return svg + "<text class=\"tick-x\" x=\"" + middle + "\" y=\"" + coordinate(kSide - 3) + "\">" +
           escaped(xTitle) + "</text><text class=\"tick-x\" transform=\"translate(11 " + middle +
           ") rotate(-90)\">" + escaped(yTitle) + "</text>";
}

}  // namespace

MapColours mapColours(const Dataset& dataset, std::optional<Index> column, const RowList& rows) {
    MapColours colours;
    if (!column) {
        colours.classes.push_back({.name = "row", .className = "class-0"});
        colours.classOf.assign(rows.size(), 0);
    } else {
        colours.column = dataset.column(*column).name;
        const Column& own = dataset.column(*column);
        const std::vector<double> values = classValues(own, rows);
        if (values.empty() && !own.hasCategories())
            colourByNumber(colours, own, rows);
        else
            colourByValue(colours, own, rows, values);
    }
    for (const std::size_t place : colours.classOf)
        ++colours.classes[place].rows;
    return colours;
}

std::string svgMap(const Matrix& points, const MapColours& colours, const std::string& xTitle,
                   const std::string& yTitle, const std::string& description) {
    const Square square = aroundAll(points);
    // A point is a line of no length with round ends: a class is one path.
    std::vector<std::string> paths(colours.classes.size());
    for (Index i = 0; i < points.cols(); ++i) {
        if (!std::isfinite(points(0, i)) || !std::isfinite(points(1, i)))
            continue;
        paths[colours.classOf[std::size_t(i)]] +=
            "M" + coordinate(square.at(double(points(0, i)), square.centreX)) + " " +
            coordinate(kSide - square.at(double(points(1, i)), square.centreY)) + "h0";
    }
    const std::string side = coordinate(kSide);
    std::string svg = "<svg class=\"chart map\" role=\"img\" viewBox=\"0 0 " + side + " " + side + "\">" +
                      textElement("title", "", "Map of the latent space") +
                      textElement("desc", "", description) + mapAxes(square, xTitle, yTitle);
    const char* const size = double(points.cols()) <= kFewPoints ? "points few" : "points";
    for (std::size_t i = 0; i < paths.size(); ++i)
        if (!paths[i].empty())
            svg += std::string("<path class=\"") + size + " " + colours.classes[i].className + "\" d=\"" +
                   paths[i] + "\">" + textElement("title", "", colours.classes[i].name) + "</path>";
    return svg + "</svg>\n";
}

}  // namespace latentscape
