#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <optional>
#include <vector>

#include <nlohmann/json.hpp>

#include "ui/models/view_state.h"

namespace latentscape::ui {

/// What a person has marked, and how the window is arranged: what a project keeps besides its runs. A value,
/// cheap to copy and free of any thread.
struct WindowView {
    std::vector<Group> groups;
    RowSet selection;
    std::optional<Index> selectedRow;
    std::optional<Index> colourColumn;
    std::optional<RowFigure> colourFigure;
    bool colouredByGroup = false;
    /// As Workspaces counts them.
    int workspace = 0;
    /// As Workspaces::layout() gives them.
    std::vector<QByteArray> layouts;
    /// See view_look.h.
    QJsonObject look;
};

/// Groups, selection and colours; the arrangement of the window is left out.
WindowView viewOf(const ViewState& state);
/// The same on a state that has the view's table. What the table does not have is left out.
void restoreView(const WindowView& view, ViewState& state);

nlohmann::json toJson(const WindowView& view);
/// Of a table of `rows` rows. Throws nlohmann::json::exception or std::invalid_argument.
WindowView windowViewFromJson(const nlohmann::json& json, Index rows);

}  // namespace latentscape::ui
