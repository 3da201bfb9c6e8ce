#include "core/data/row_request.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>

#include "core/data/column_roles.h"
#include "core/data/row_expression.h"

namespace latentscape {
namespace {

constexpr std::array<std::string_view, 3> kTrainingNames{"train", "training", "learn"};
constexpr std::array<std::string_view, 6> kValidationNames{"validation", "valid", "val",
                                                           "dev",        "test",  "holdout"};

template <std::size_t count>
bool isOneOf(const std::array<std::string_view, count>& names, std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return std::find(names.begin(), names.end(), text) != names.end();
}

/// Only spaces and the like.
bool isBlank(const std::string& text) {
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

/// Rows by what their cell in `column` holds; those without a value are left out.
std::map<double, RowList> groupRows(const Column& column, const RowList& rows) {
    std::map<double, RowList> groups;
    for (const Index row : rows)
        if (!column.missing[std::size_t(row)])
            groups[column.values[std::size_t(row)]].push_back(row);
    return groups;
}

RowList balancedRows(const Dataset& dataset, std::optional<Index> label, const RowList& rows,
                     std::optional<Index> count, const Random& random) {
    if (!label)
        throw Error(ProblemCode::BalanceNeedsClasses,
                    {{"column", "a label"}, {"reason", "no column is the label"}});
    const Column& column = dataset.column(*label);
    const std::map<double, RowList> classes = groupRows(column, rows);
    const auto refused = [&](const std::string& reason) {
        return Error(ProblemCode::BalanceNeedsClasses,
                     {{"column", "column “" + column.name + "”"}, {"reason", reason}});
    };
    if (classes.empty())
        throw refused("no row that is left has a value there");
    if (!column.hasCategories() && classes.size() > std::size_t(kMaxLabelClasses))
        throw refused("it holds " + std::to_string(classes.size()) + " different numbers");
    const auto smallest = std::min_element(
        classes.begin(), classes.end(),
        [](const auto& one, const auto& other) { return one.second.size() < other.second.size(); });
    Index each = Index(smallest->second.size());
    if (count)
        each = std::min(each, *count / Index(classes.size()));
    if (each == 0)
        throw refused("a sub-sample of " + std::to_string(*count) + " rows has no row for each of " +
                      std::to_string(classes.size()) + " classes");
    RowList shuffled = rows;
    random.shuffle(RandomStream::Subsample, 0, shuffled);
    std::map<double, Index> taken;
    std::erase_if(shuffled, [&](Index row) {
        return column.missing[std::size_t(row)] || ++taken[column.values[std::size_t(row)]] > each;
    });
    std::sort(shuffled.begin(), shuffled.end());
    return shuffled;
}

/// Empty unless the column tells training from validation rows.
std::optional<Split> splitByName(const Column& column, const std::map<double, RowList>& groups) {
    if (!column.hasCategories())
        return std::nullopt;
    Split split;
    for (const auto& [value, members] : groups) {
        const std::string& name = column.categories[std::size_t(value)];
        const bool training = isOneOf(kTrainingNames, name);
        if (!training && !isOneOf(kValidationNames, name))
            return std::nullopt;
        RowList& part = training ? split.training : split.validation;
        part.insert(part.end(), members.begin(), members.end());
    }
    std::sort(split.training.begin(), split.training.end());
    std::sort(split.validation.begin(), split.validation.end());
    return split;
}

Split splitByGroups(const std::map<double, RowList>& groups, double validationShare, const Random& random) {
    std::vector<const RowList*> order;
    std::size_t rows = 0;
    for (const auto& [value, members] : groups) {
        order.push_back(&members);
        rows += members.size();
    }
    random.shuffle(RandomStream::Split, 0, order);
    const double wanted = std::round(double(rows) * std::clamp(validationShare, 0.0, 1.0));
    // A group is held back where that comes closer to the share than leaving it does.
    std::vector<bool> heldBack(order.size());
    double held = 0;
    std::size_t heldGroups = 0;
    for (std::size_t i = 0; i < order.size() && heldGroups + 1 < order.size(); ++i) {
        const double size = double(order[i]->size());
        heldBack[i] = held + size / 2 < wanted;
        held += heldBack[i] ? size : 0;
        heldGroups += heldBack[i] ? 1 : 0;
    }
    if (heldGroups == 0 && validationShare > 0) {
        const auto smallest = std::min_element(
            order.begin(), order.end(),
            [](const RowList* one, const RowList* other) { return one->size() < other->size(); });
        heldBack[std::size_t(smallest - order.begin())] = true;
    }
    Split split;
    for (std::size_t i = 0; i < order.size(); ++i) {
        RowList& part = heldBack[i] ? split.validation : split.training;
        part.insert(part.end(), order[i]->begin(), order[i]->end());
    }
    std::sort(split.training.begin(), split.training.end());
    std::sort(split.validation.begin(), split.validation.end());
    return split;
}

}  // namespace

void checkRows(const Dataset& dataset, const RowRequest& request) {
    if (!isBlank(request.filter))
        parseRowExpression(request.filter, dataset);
    for (const Index row : request.excluded)
        if (row < 0 || row >= dataset.rows())
            throw Error(ProblemCode::ExcludedRowUnknown,
                        {{"row", std::to_string(row)}, {"rows", std::to_string(dataset.rows())}});
}

std::optional<RowList> keptRows(const Dataset& dataset, std::optional<Index> label, const RowRequest& request,
                                const Random& random, const RowProgress& progress) {
    checkRows(dataset, request);
    std::optional<RowList> kept =
        isBlank(request.filter) ? allRows(dataset.rows()) : filterRows(dataset, request.filter, progress);
    if (!kept)
        return std::nullopt;
    if (!request.excluded.empty()) {
        std::vector<bool> leftOut(std::size_t(dataset.rows()));
        for (const Index row : request.excluded)
            leftOut[std::size_t(row)] = true;
        std::erase_if(*kept, [&leftOut](Index row) { return leftOut[std::size_t(row)]; });
    }
    if (request.balanced)
        return balancedRows(dataset, label, *kept, request.sampleRows, random);
    if (request.sampleRows)
        return subsampleRows(*kept, *request.sampleRows, random);
    return kept;
}

Split divideRows(const Dataset& dataset, const RowList& rows, const std::string& splitBy,
                 double validationShare, const Random& random) {
    if (splitBy.empty())
        return splitRows(rows, validationShare, random);
    const std::optional<Index> index = dataset.indexOf(splitBy);
    if (!index) {
        std::vector<std::string> names;
        for (const Column& column : dataset.columns())
            names.push_back(column.name);
        throw unknownColumn(splitBy, dataset.path().empty() ? dataset.name() : dataset.path(), names);
    }
    const Column& column = dataset.column(*index);
    const std::map<double, RowList> groups = groupRows(column, rows);
    if (groups.size() < 2)
        throw Error(ProblemCode::SplitNeedsGroups,
                    {{"column", splitBy}, {"reason", "the rows that are left do not differ there"}});
    std::optional<Split> named = splitByName(column, groups);
    if (named && (named->training.empty() || named->validation.empty()))
        throw Error(ProblemCode::SplitNeedsGroups,
                    {{"column", splitBy},
                     {"reason", named->training.empty() ? "it names no training rows"
                                                        : "it names no validation rows"}});
    return named ? *std::move(named) : splitByGroups(groups, validationShare, random);
}

Split splitAsRequested(const Dataset& dataset, std::optional<Index> label, const RowRequest& request,
                       double validationShare, const Random& random, Index fewest) {
    const auto requireEnough = [&](std::size_t left) {
        if (Index(left) < fewest)
            throw Error(ProblemCode::TooFewRowsKept, {{"rows", std::to_string(dataset.rows())},
                                                      {"kept", std::to_string(left)},
                                                      {"needed", std::to_string(fewest)}});
    };
    const RowList kept = keptRows(dataset, label, request, random).value();
    requireEnough(kept.size());
    Split split = divideRows(dataset, kept, request.splitBy, validationShare, random);
    requireEnough(split.training.size() + split.validation.size());
    return split;
}

}  // namespace latentscape
