#include "ui/import/import_preview.h"

#include <algorithm>

#include "core/data/column_inference.h"
#include "ui/import/read_table.h"

namespace latentscape::ui {
namespace {

constexpr std::string_view kEllipsis = "…";
/// What is read in a moment.
constexpr Index kGuessCells = 2'000'000;

/// What is said of columns that there are.
template <class Value>
std::map<std::string, Value, std::less<>> knownOnly(std::map<std::string, Value, std::less<>> told,
                                                    const Dataset& table) {
    std::erase_if(told, [&](const auto& entry) { return !table.indexOf(entry.first); });
    return told;
}

RoleRequest knownOnly(RoleRequest roles, const Dataset& table) {
    const auto unknown = [&](const std::string& name) { return !table.indexOf(name); };
    std::erase_if(roles.inputs, unknown);
    std::erase_if(roles.ignore, unknown);
    std::erase_if(roles.colours, unknown);
    const auto unknownKey = [&](const auto& entry) { return unknown(entry.first); };
    std::erase_if(roles.likelihoods, unknownKey);
    std::erase_if(roles.scales, unknownKey);
    std::erase_if(roles.clips, unknownKey);
    if (roles.label && !roles.label->empty() && unknown(*roles.label))
        roles.label.reset();
    return roles;
}

/// The same cells, every one of them as text and none of them missing unless it is empty.
CsvOptions asTexts(const CsvOptions& told, const CsvResult& found) {
    CsvOptions options = told;
    // What was found with the types guessed holds for the texts too.
    options.delimiter = found.dialect.delimiter;
    options.header = found.dialect.header;
    options.comment = found.dialect.comment;
    options.missingTokens = std::vector<std::string>{};
    options.sentinels.clear();
    options.types.clear();
    for (const Column& column : found.dataset->columns())
        options.types[column.name] = ColumnType::Text;
    return options;
}

std::optional<ColumnRoles> rolesOf(const Dataset& dataset, const RoleRequest& request) {
    try {
        return assignRoles(dataset, knownOnly(request, dataset));
    } catch (const Error&) {
        return std::nullopt;
    }
}

}  // namespace

PreviewCell ImportPreview::cell(Index row, Index column) const {
    const Column& text = texts->column(column);
    if (text.missing[std::size_t(row)])
        return PreviewCell::Missing;
    const std::string& content = text.categories[std::size_t(text.values[std::size_t(row)])];
    if (typed && typed->column(column).missing[std::size_t(row)]) {
        // Of long cells the report has the beginning: the entry before the place where this one would be.
        const std::string key(trimmed(content));
        const auto after = m_refused.upper_bound({text.name, key});
        if (after == m_refused.begin())
            return PreviewCell::Missing;
        const auto& [entry, goesOn] = *std::prev(after);
        const bool same = goesOn ? key.starts_with(entry.second) : key == entry.second;
        return entry.first == text.name && same ? PreviewCell::Refused : PreviewCell::Missing;
    }
    return content.find_first_of("\"\r\n") != std::string::npos ? PreviewCell::Quoted : PreviewCell::Read;
}

ImportPreview readPreview(const QString& path, const RunSource& source, Index rows) {
    ReadControl control{.firstRows = rows};
    ImportPreview preview;
    try {
        CsvOptions options = source.csv;
        options.types.clear();
        options.sentinels.clear();
        CsvResult result = readTable(path, options, control);
        preview.dialect = result.dialect;
        preview.report = result.report;
        preview.texts = readTable(path, asTexts(options, result), control).dataset;
        preview.readRows = preview.rows();

        control.firstRows = std::clamp(kGuessCells / preview.columns(), rows, std::max(rows, kMostGuessRows));
        options.sentinels = knownOnly(source.csv.sentinels, *result.dataset);
        if (!options.sentinels.empty() || preview.rows() == rows)
            result = readTable(path, options, control);
        preview.readRows = result.dataset->rows();
        preview.isWhole = preview.readRows < *control.firstRows;
        for (const Column& column : result.dataset->columns())
            preview.guessedTypes.push_back(column.type);
        preview.guessedRoles = rolesOf(*result.dataset, {});

        options.types = knownOnly(source.csv.types, *result.dataset);
        if (!options.types.empty())
            result = readTable(path, options, control);
        preview.typed = result.dataset;
        preview.report = result.report;
        preview.roles = rolesOf(*preview.typed, source.roles);
    } catch (...) {
        preview.problem = problemOf(std::current_exception(), path);
    }
    for (const RejectedText& rejected : preview.report.rejected) {
        std::string text = rejected.text;
        const bool goesOn = text.ends_with(kEllipsis);
        text.resize(text.size() - (goesOn ? kEllipsis.size() : 0));
        preview.m_refused.emplace(std::pair(rejected.column, std::move(text)), goesOn);
    }
    return preview;
}

}  // namespace latentscape::ui
