#include "core/data/column_roles.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <string_view>

#include "core/data/numbered_name.h"

namespace latentscape {
namespace {

// In order of preference, should a table have several.
constexpr std::array<std::string_view, 11> kLabelNames{"label",   "class",     "target",   "species",
                                                       "digit",   "diagnosis", "cultivar", "category",
                                                       "outcome", "type",      "y"};
// Pixels use the whole range from black to white; measurements that happen to share a unit seldom do.
constexpr double kBrightShare = 0.25;
constexpr double kBright = 0.8;

std::string lowerCase(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return text;
}

/// How many different values are present, counted no further than one beyond `limit`.
std::size_t distinctValues(const Column& column, std::size_t limit) {
    std::set<double> seen;
    for (std::size_t row = 0; row < column.values.size() && seen.size() <= limit; ++row) {
        if (!column.missing[row])
            seen.insert(column.values[row]);
    }
    return seen.size();
}

bool canBeLabel(const Column& column) {
    const std::size_t distinct = distinctValues(column, kMaxLabelClasses);
    if (distinct < 2 || distinct > kMaxLabelClasses)
        return false;
    return column.hasCategories() || std::all_of(column.values.begin(), column.values.end(),
                                                 [](double value) { return value == std::round(value); });
}

bool canBeInput(const Column& column) {
    return column.type != ColumnType::Text && distinctValues(column, 1) > 1;
}

/// Row-major order from row and column 0 or 1: `pixel_0_0`, `pixel_0_1` … `pixel_7_7`.
std::optional<ImageLayout> gridLayout(const std::vector<std::string_view>& names) {
    const std::optional<GridName> first = splitGridName(names.front());
    const std::optional<GridName> last = splitGridName(names.back());
    if (!first || !last || first->row > 1 || first->row != first->column)
        return std::nullopt;
    const ImageLayout layout{.width = last->column - first->column + 1, .height = last->row - first->row + 1};
    if (layout.width < 2 || layout.height < 2 || Index(layout.width) * layout.height != Index(names.size()))
        return std::nullopt;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::optional<GridName> name = splitGridName(names[i]);
        const bool inPlace = name && name->stem == first->stem && name->separator == first->separator &&
                             name->row - first->row == int(i) / layout.width &&
                             name->column - first->column == int(i) % layout.width;
        if (!inPlace)
            return std::nullopt;
    }
    return layout;
}

/// A square picture, counted pixel by pixel: `px0`, `px1` … `px783`.
std::optional<ImageLayout> countedLayout(const std::vector<std::string_view>& names) {
    const int side = int(std::lround(std::sqrt(double(names.size()))));
    const std::optional<NumberedName> first = splitNumberedName(names.front());
    if (!first || std::size_t(side) * std::size_t(side) != names.size())
        return std::nullopt;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::optional<NumberedName> name = splitNumberedName(names[i]);
        if (!name || name->stem != first->stem || name->number - first->number != int(i))
            return std::nullopt;
    }
    return ImageLayout{.width = side, .height = side};
}

bool shareOneRangeFromZero(const Dataset& dataset, const std::vector<Index>& columns) {
    std::vector<double> highest;
    double lowest = std::numeric_limits<double>::infinity();
    for (const Index index : columns) {
        const Column& column = dataset.column(index);
        if (column.type != ColumnType::Number)
            return false;
        double high = 0;
        for (std::size_t row = 0; row < column.values.size(); ++row) {
            if (column.missing[row])
                continue;
            lowest = std::min(lowest, column.values[row]);
            high = std::max(high, column.values[row]);
        }
        highest.push_back(high);
    }
    const double white = *std::max_element(highest.begin(), highest.end());
    const auto bright = std::count_if(highest.begin(), highest.end(),
                                      [white](double high) { return high >= kBright * white; });
    return lowest == 0 && white > 0 && double(bright) >= kBrightShare * double(columns.size());
}

/// The index of a column that a person names.
Index namedColumn(const Dataset& dataset, const std::string& name) {
    if (const std::optional<Index> index = dataset.indexOf(name))
        return *index;
    std::vector<std::string> known;
    for (const Column& column : dataset.columns())
        known.push_back(column.name);
    throw unknownColumn(name, dataset.path().empty() ? dataset.name() : dataset.path(), known);
}

std::set<Index> namedColumns(const Dataset& dataset, const std::vector<std::string>& names) {
    std::set<Index> indices;
    for (const std::string& name : names)
        indices.insert(namedColumn(dataset, name));
    return indices;
}

}  // namespace

std::optional<Index> guessLabel(const Dataset& dataset) {
    for (const std::string_view usual : kLabelNames) {
        for (Index index = 0; index < Index(dataset.columns().size()); ++index) {
            const Column& column = dataset.column(index);
            if (lowerCase(column.name) == usual && canBeLabel(column))
                return index;
        }
    }
    const Index last = Index(dataset.columns().size()) - 1;
    if (last >= 0 && dataset.column(last).type == ColumnType::Category && canBeLabel(dataset.column(last)))
        return last;
    return std::nullopt;
}

std::optional<ImageLayout> detectImage(const Dataset& dataset, const std::vector<Index>& columns) {
    if (columns.size() < std::size_t(kMinSeries) || !shareOneRangeFromZero(dataset, columns))
        return std::nullopt;
    std::vector<std::string_view> names;
    for (const Index index : columns)
        names.push_back(dataset.column(index).name);
    if (const std::optional<ImageLayout> layout = gridLayout(names))
        return layout;
    return countedLayout(names);
}

ColumnRoles assignRoles(const Dataset& dataset, const RoleRequest& request) {
    const std::set<Index> chosen = namedColumns(dataset, request.inputs);
    const std::set<Index> ignored = namedColumns(dataset, request.ignore);

    ColumnRoles roles;
    if (!request.label)
        roles.label = guessLabel(dataset);
    else if (!request.label->empty())
        roles.label = namedColumn(dataset, *request.label);
    // A guess gives way to what a person says of that column.
    if (!request.label && roles.label && (chosen.contains(*roles.label) || ignored.contains(*roles.label)))
        roles.label.reset();

    for (Index index = 0; index < Index(dataset.columns().size()); ++index) {
        const bool wanted =
            chosen.empty() ? dataset.column(index).type != ColumnType::Text : chosen.contains(index);
        if (wanted && !ignored.contains(index) && index != roles.label)
            roles.inputs.push_back(index);
    }
    if (std::none_of(roles.inputs.begin(), roles.inputs.end(),
                     [&dataset](Index index) { return canBeInput(dataset.column(index)); }))
        throw Error(ProblemCode::NoUsableInput,
                    {{"file", dataset.path().empty() ? dataset.name() : dataset.path()}});
    roles.image = detectImage(dataset, roles.inputs);
    for (const auto& [name, likelihood] : request.likelihoods)
        roles.likelihoods[namedColumn(dataset, name)] = likelihood;
    return roles;
}

}  // namespace latentscape
