#include "ui/import/column_choices.h"

#include <algorithm>

namespace latentscape::ui {
namespace {

/// The request that gives these columns these roles and leaves the others to the guess.
RoleRequest requestFor(const std::map<std::string, ColumnRole>& byHand, const ImportPreview& preview,
                       RoleRequest request) {
    request.inputs.clear();
    request.ignore.clear();
    request.colours.clear();
    request.label.reset();
    bool anyInputLeftOut = false;
    for (Index i = 0; i < preview.columns(); ++i) {
        const std::string& name = preview.texts->column(i).name;
        const auto chosen = byHand.find(name);
        const std::optional<ColumnRole> guessed = roleOf(preview.guessedRoles, i);
        if (chosen == byHand.end())
            continue;
        if (chosen->second == ColumnRole::Ignored)
            request.ignore.push_back(name);
        else if (chosen->second == ColumnRole::Colour)
            request.colours.push_back(name);
        else if (chosen->second == ColumnRole::Label)
            request.label = name;
        else if (guessed == ColumnRole::Ignored)
            anyInputLeftOut = true;
        if (guessed == ColumnRole::Label && chosen->second != ColumnRole::Label && !request.label)
            request.label = std::string();
    }
    // Whoever names one input names all of them.
    for (Index i = 0; anyInputLeftOut && i < preview.columns(); ++i) {
        const std::string& name = preview.texts->column(i).name;
        const auto chosen = byHand.find(name);
        const std::optional<ColumnRole> role =
            chosen != byHand.end() ? chosen->second : roleOf(preview.guessedRoles, i);
        if (role == ColumnRole::Input)
            request.inputs.push_back(name);
    }
    return request;
}

}  // namespace

std::optional<ColumnRole> roleOf(const std::optional<ColumnRoles>& roles, Index column) {
    if (!roles)
        return std::nullopt;
    if (roles->label == column)
        return ColumnRole::Label;
    if (std::ranges::binary_search(roles->colours, column))
        return ColumnRole::Colour;
    return std::ranges::binary_search(roles->inputs, column) ? ColumnRole::Input : ColumnRole::Ignored;
}

std::map<std::string, ColumnRole> rolesByHand(const RunSource& source, const ImportPreview& preview) {
    std::map<std::string, ColumnRole> byHand;
    for (Index i = 0; i < preview.columns(); ++i) {
        const std::string& name = preview.texts->column(i).name;
        const std::optional<ColumnRole> guessed = roleOf(preview.guessedRoles, i);
        const auto among = [&](const std::vector<std::string>& names) {
            return std::ranges::find(names, name) != names.end();
        };
        if (among(source.roles.ignore))
            byHand[name] = ColumnRole::Ignored;
        else if (among(source.roles.colours))
            byHand[name] = ColumnRole::Colour;
        else if (source.roles.label == name)
            byHand[name] = ColumnRole::Label;
        else if (guessed == ColumnRole::Label && source.roles.label == "")
            byHand[name] = ColumnRole::Input;
        else if (guessed == ColumnRole::Ignored && among(source.roles.inputs))
            byHand[name] = ColumnRole::Input;
    }
    return byHand;
}

void chooseType(RunSource& source, const ColumnNames& columns, std::optional<ColumnType> type) {
    for (const std::string& column : columns) {
        if (type)
            source.csv.types[column] = *type;
        else
            source.csv.types.erase(column);
    }
}

void chooseSentinels(RunSource& source, const ColumnNames& columns, const std::vector<std::string>& values) {
    for (const std::string& column : columns) {
        if (values.empty())
            source.csv.sentinels.erase(column);
        else
            source.csv.sentinels[column] = values;
    }
}

void chooseRole(RunSource& source, const ImportPreview& preview, const ColumnNames& columns,
                std::optional<ColumnRole> role) {
    std::map<std::string, ColumnRole> byHand = rolesByHand(source, preview);
    if (role == ColumnRole::Label)
        std::erase_if(byHand, [](const auto& entry) { return entry.second == ColumnRole::Label; });
    for (const std::string& column : columns) {
        if (role)
            byHand[column] = *role;
        else
            byHand.erase(column);
        if (role == ColumnRole::Label)
            break;
    }
    source.roles = requestFor(byHand, preview, source.roles);
}

bool isAllGuessed(const RunSource& source) {
    return toJson(source) == toJson(RunSource{.path = source.path, .rows = source.rows});
}

}  // namespace latentscape::ui
