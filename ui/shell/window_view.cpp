#include "ui/shell/window_view.h"

#include <QJsonDocument>
#include <array>
#include <charconv>
#include <set>
#include <stdexcept>

namespace latentscape::ui {
namespace {

using Json = nlohmann::json;

constexpr std::array<const char*, 3> kFigureNames{"reconstruction_error", "kl", "anomaly_score"};
constexpr int kMostWorkspaces = 16;
constexpr int kMostColours = 1'000'000;

/// Rows, counted from 0, as people write them: "0-4 7 9-12".
std::string rowsText(const RowSet& rows) {
    std::string text;
    const RowList members = rows.members();
    for (std::size_t first = 0; first < members.size();) {
        std::size_t last = first;
        while (last + 1 < members.size() && members[last + 1] == members[last] + 1)
            ++last;
        if (!text.empty())
            text += ' ';
        text += std::to_string(members[first]);
        if (last > first) {
            text += '-';
            text += std::to_string(members[last]);
        }
        first = last + 1;
    }
    return text;
}

RowSet rowsFromText(const std::string& text, Index rows) {
    RowSet set(rows);
    const char* at = text.data();
    const char* const end = at + text.size();
    Index next = 0;
    const auto number = [&] {
        Index value = 0;
        const auto [stop, error] = std::from_chars(at, end, value);
        if (error != std::errc() || value < next || value >= rows)
            throw std::invalid_argument("its view names rows that the table does not have");
        at = stop;
        return value;
    };
    while (at != end) {
        const Index first = number();
        next = first;
        const Index last = at != end && *at == '-' ? (++at, number()) : first;
        for (Index row = first; row <= last; ++row)
            set.insert(row);
        next = last + 1;
        if (at != end && *at++ != ' ')
            throw std::invalid_argument("its view has a list of rows that cannot be read");
    }
    return set;
}

int numberFrom(const Json& json, int end) {
    const std::int64_t value = json.get<std::int64_t>();
    if (!json.is_number_integer() || value < 0 || value >= end)
        throw std::invalid_argument("a number of its view is out of range");
    return int(value);
}

Json colourJson(const WindowView& view) {
    if (view.colouredByGroup)
        return {{"groups", true}};
    if (view.colourFigure)
        return {{"figure", kFigureNames[std::size_t(*view.colourFigure)]}};
    return view.colourColumn ? Json{{"column", *view.colourColumn}} : Json::object();
}

void readColour(const Json& json, WindowView& view) {
    view.colouredByGroup = json.value("groups", false);
    if (json.contains("column"))
        view.colourColumn = json.at("column").get<Index>();
    const std::string figure = json.value("figure", std::string());
    for (std::size_t i = 0; i < kFigureNames.size(); ++i)
        if (figure == kFigureNames[i])
            view.colourFigure = RowFigure(i);
}

}  // namespace

WindowView viewOf(const ViewState& state) {
    return {.groups = state.groups().all(),
            .selection = state.selection().rows(),
            .selectedRow = state.selectedRow(),
            .colourColumn = state.colourColumn(),
            .colourFigure = state.colourFigure(),
            .colouredByGroup = state.isColouredByGroup(),
            .layouts = {},
            .look = {}};
}

void restoreView(const WindowView& view, ViewState& state) {
    const Index rows = state.dataset()->rows();
    state.groups().setTable(rows, view.groups);
    state.selection().setTable(view.selection.rows() == rows ? view.selection : RowSet(rows));
    if (view.selectedRow && *view.selectedRow < rows)
        state.setSelectedRow(view.selectedRow);
    if (view.colouredByGroup)
        state.colourByGroup();
    else if (view.colourFigure)
        state.setColourFigure(*view.colourFigure);
    else
        state.setColourColumn(view.colourColumn);
}

Json toJson(const WindowView& view) {
    Json groups = Json::array();
    for (const Group& group : view.groups)
        groups.push_back(
            {{"name", group.name.toStdString()}, {"colour", group.colour}, {"rows", rowsText(group.rows)}});
    Json layouts = Json::array();
    for (const QByteArray& layout : view.layouts)
        layouts.push_back(layout.toBase64().toStdString());
    Json json{{"groups", groups},
              {"selection", rowsText(view.selection)},
              {"colour", colourJson(view)},
              {"workspace", view.workspace},
              {"layouts", layouts},
              {"look", Json::parse(QJsonDocument(view.look).toJson(QJsonDocument::Compact).toStdString())}};
    if (view.selectedRow)
        json["selected_row"] = *view.selectedRow;
    return json;
}

WindowView windowViewFromJson(const Json& json, Index rows) {
    WindowView view;
    std::set<int> colours;
    for (const Json& group : json.value("groups", Json::array())) {
        view.groups.push_back({.name = QString::fromStdString(group.at("name").get<std::string>()),
                               .colour = numberFrom(group.at("colour"), kMostColours),
                               .rows = rowsFromText(group.at("rows").get<std::string>(), rows)});
        if (!colours.insert(view.groups.back().colour).second)
            throw std::invalid_argument("two groups of its view have the same colour");
    }
    view.selection = rowsFromText(json.value("selection", std::string()), rows);
    if (json.contains("selected_row")) {
        view.selectedRow = json.at("selected_row").get<Index>();
        if (*view.selectedRow < 0 || *view.selectedRow >= rows)
            throw std::invalid_argument("its view looks at a row that the table does not have");
    }
    readColour(json.value("colour", Json::object()), view);
    view.workspace = numberFrom(json.value("workspace", Json(0)), kMostWorkspaces);
    for (const Json& layout : json.value("layouts", Json::array())) {
        if (view.layouts.size() == kMostWorkspaces)
            throw std::invalid_argument("its view has too many layouts");
        view.layouts.push_back(QByteArray::fromBase64(QByteArray::fromStdString(layout.get<std::string>())));
    }
    if (json.contains("look"))
        view.look = QJsonDocument::fromJson(QByteArray::fromStdString(json.at("look").dump())).object();
    return view;
}

}  // namespace latentscape::ui
