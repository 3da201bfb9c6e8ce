#include "core/data/column_roles.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string_view>

namespace latentscape {
namespace {

// In order of preference, should a table have several.
constexpr std::array<std::string_view, 11> kLabelNames{"label",   "class",     "target",   "species",
                                                       "digit",   "diagnosis", "cultivar", "category",
                                                       "outcome", "type",      "y"};
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
