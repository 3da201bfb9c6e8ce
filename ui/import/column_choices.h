#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ui/import/import_preview.h"
#include "ui/models/column_role.h"

namespace latentscape::ui {

// What a person says of columns in the import dialog, written into the RunSource that the file is opened
// with. Columns go by name; what is not said is guessed.

using ColumnNames = std::vector<std::string>;

/// No type: the guess.
void chooseType(RunSource& source, const ColumnNames& columns, std::optional<ColumnType> type);

/// Further texts and numbers that stand for "no value" in these columns.
void chooseSentinels(RunSource& source, const ColumnNames& columns, const std::vector<std::string>& values);

/// No role: the guess. Of several columns only the first becomes the label. `preview` knows the guess.
void chooseRole(RunSource& source, const ImportPreview& preview, const ColumnNames& columns,
                std::optional<ColumnRole> role);

/// The roles that were set by hand, by column.
std::map<std::string, ColumnRole> rolesByHand(const RunSource& source, const ImportPreview& preview);

/// The role that a column gets; empty where none is known.
std::optional<ColumnRole> roleOf(const std::optional<ColumnRoles>& roles, Index column);

/// Whether nothing of how the file is read was set by hand.
bool isAllGuessed(const RunSource& source);

}  // namespace latentscape::ui
