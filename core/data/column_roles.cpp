#include "core/data/column_roles.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
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

/// Finds columns that a person names.
class ColumnFinder {
public:
    explicit ColumnFinder(const Dataset& dataset) : m_dataset(dataset) {
        for (Index index = 0; index < Index(dataset.columns().size()); ++index)
            m_places.emplace(dataset.column(index).name, index);
    }

    Index operator()(const std::string& name) const {
        const auto found = m_places.find(name);
        if (found != m_places.end())
            return found->second;
        std::vector<std::string> known;
        for (const Column& column : m_dataset.columns())
            known.push_back(column.name);
        throw unknownColumn(name, m_dataset.path().empty() ? m_dataset.name() : m_dataset.path(), known);
    }

    std::set<Index> operator()(const std::vector<std::string>& names) const {
        std::set<Index> indices;
        for (const std::string& name : names)
            indices.insert((*this)(name));
        return indices;
    }

    template <class Value>
    std::map<Index, Value> operator()(const std::map<std::string, Value>& byName) const {
        std::map<Index, Value> byIndex;
        for (const auto& [name, value] : byName)
            byIndex[(*this)(name)] = value;
        return byIndex;
    }

private:
    const Dataset& m_dataset;
    std::map<std::string_view, Index> m_places;
};

/// Throws Error(ClipOutOfRange).
void checkClip(double share) {
    if (!(share >= 0 && share < kMostClipped))
        throw Error(ProblemCode::ClipOutOfRange, {{"value", shortNumber(share)}});
}

/// What leaves the column out, if anything does.
const ColumnFinding* reasonAgainst(const std::vector<ColumnFinding>& findings) {
    const auto found = std::find_if(findings.begin(), findings.end(),
                                    [](const ColumnFinding& finding) { return finding.leavesOut; });
    return found == findings.end() ? nullptr : &*found;
}

/// Sets the inputs, and what leaves the other columns out. `apart` are columns with another role.
void chooseInputs(ColumnRoles& roles, const ColumnFindings& findings, const std::set<Index>& ignored,
                  const std::set<Index>& apart) {
    // Of columns with the same values, the first that may be an input is one.
    std::set<Index> replaced;
    for (Index index = 0; index < Index(findings.size()); ++index) {
        if (ignored.contains(index) || apart.contains(index))
            continue;
        const ColumnFinding* const reason = reasonAgainst(findings[std::size_t(index)]);
        const bool replaces = reason && reason->sameAs && ignored.contains(*reason->sameAs) &&
                              replaced.insert(*reason->sameAs).second;
        if (!reason || replaces)
            roles.inputs.push_back(index);
        else
            roles.leftOut.emplace(index, reason->problem);
    }
}

/// Which note a finding belongs to.
ProblemCode noteOf(ProblemCode finding) {
    switch (finding) {
        case ProblemCode::ColumnAllMissing:
            return ProblemCode::ColumnsLeftOutEmpty;
        case ProblemCode::ColumnNearConstant:
            return ProblemCode::ColumnsLeftOutNearConstant;
        case ProblemCode::ColumnCountsRows:
        case ProblemCode::ColumnIsIdentifier:
            return ProblemCode::ColumnsLeftOutIdentifiers;
        case ProblemCode::ColumnDuplicate:
            return ProblemCode::ColumnsLeftOutDuplicates;
        default:
            return ProblemCode::ColumnsLeftOutText;
    }
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

ColumnRoles assignRoles(const Dataset& dataset, const ColumnFindings& findings, const RoleRequest& request) {
    const ColumnFinder find(dataset);
    const std::set<Index> chosen = find(request.inputs);
    const std::set<Index> ignored = find(request.ignore);
    const std::set<Index> colours = find(request.colours);
    checkClip(request.clip);
    for (const auto& [name, share] : request.clips)
        checkClip(share);

    ColumnRoles roles{.colours = {colours.begin(), colours.end()},
                      .likelihoods = find(request.likelihoods),
                      .scales = find(request.scales),
                      .scale = request.scale,
                      .clips = find(request.clips),
                      .clip = request.clip};
    for (const std::set<Index>& named : {chosen, ignored, colours})
        roles.setByHand.insert(named.begin(), named.end());
    if (!request.label) {
        roles.label = guessLabel(dataset);
        // A guess gives way to what a person says of that column.
        if (roles.label && roles.setByHand.contains(*roles.label))
            roles.label.reset();
    } else if (!request.label->empty()) {
        roles.label = find(*request.label);
        roles.setByHand.insert(*roles.label);
    }

    std::set<Index> apart = colours;
    if (roles.label)
        apart.insert(*roles.label);
    if (chosen.empty())
        chooseInputs(roles, findings, ignored, apart);
    else
        std::copy_if(chosen.begin(), chosen.end(), std::back_inserter(roles.inputs),
                     [&](Index index) { return !ignored.contains(index) && !apart.contains(index); });
    if (std::none_of(roles.inputs.begin(), roles.inputs.end(),
                     [&dataset](Index index) { return canBeInput(dataset.column(index)); }))
        throw Error(ProblemCode::NoUsableInput,
                    {{"file", dataset.path().empty() ? dataset.name() : dataset.path()}});
    roles.image = detectImage(dataset, roles.inputs);
    return roles;
}

ColumnRoles assignRoles(const Dataset& dataset, const RoleRequest& request) {
    return assignRoles(dataset, checkColumns(dataset), request);
}

Problems leftOutNotes(const Dataset& dataset, const ColumnRoles& roles) {
    std::map<ProblemCode, std::vector<std::string>> names;
    for (const auto& [index, reason] : roles.leftOut)
        if (!std::binary_search(roles.inputs.begin(), roles.inputs.end(), index))
            names[noteOf(reason.code)].push_back(dataset.column(index).name);
    Problems notes;
    for (const auto& [code, columns] : names)
        notes.push_back({code, {{"columns", listOfNames(columns)}}});
    return notes;
}

}  // namespace latentscape
