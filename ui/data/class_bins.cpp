#include "ui/data/class_bins.h"

#include <algorithm>
#include <array>

namespace latentscape::ui {
namespace {

/// Which bar a category stands in; as many as there are bars for those that have none.
std::vector<std::size_t> barsOfCategories(const Column& column, const ColumnSummary& summary) {
    std::vector<std::size_t> bars(column.categories.size(), summary.top.size());
    for (std::size_t i = 0; i < summary.top.size(); ++i)
        bars[std::size_t(summary.top[i].category)] = i;
    return bars;
}

}  // namespace

std::vector<ClassBins> binsByClass(const Column& column, const ColumnSummary& summary,
                                   const ColourScale& scale) {
    if (scale.bar)
        return {};
    const std::vector<std::size_t> barOf = barsOfCategories(column, summary);
    const std::size_t bars = column.hasCategories() ? summary.top.size() : summary.bins.size();
    std::vector<ClassBins> classes;
    std::array<std::size_t, std::tuple_size_v<ColourTable>> classOf;
    classOf.fill(scale.entries.size());
    for (const LegendEntry& entry : scale.entries) {
        classOf[entry.code] = classes.size();
        classes.push_back(
            {.text = entry.text, .colour = entry.colour, .counts = std::vector<Index>(bars, Index(0))});
    }
    for (std::size_t row = 0; row < column.values.size(); ++row) {
        if (column.missing[row])
            continue;
        const double value = column.values[row];
        const std::size_t bar = column.hasCategories() ? barOf[std::size_t(value)] : binOf(summary, value);
        const std::size_t found = classOf[scale.codes[row]];
        if (bar < bars && found < classes.size())
            ++classes[found].counts[bar];
    }
    std::erase_if(classes, [](const ClassBins& one) {
        return std::ranges::all_of(one.counts, [](Index count) { return count == 0; });
    });
    return classes;
}

}  // namespace latentscape::ui
