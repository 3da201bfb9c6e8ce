#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/data/column_roles.h"
#include "core/data/csv_reader.h"
#include "core/storage/run_json.h"

class QString;

namespace latentscape::ui {

/// How a cell of the preview was understood.
enum class PreviewCell {
    Read,
    Missing,  ///< empty, or a text that stands for "no value"
    Refused,  ///< treated as missing, though it holds something
    Quoted,   ///< read, with quotation marks or line breaks in its text
};

/// The first rows of a file as its import settings read it: a text for each cell, and what it becomes.
struct ImportPreview {
    CsvDialect dialect;
    /// Every cell as it stands in the file, each column as text; null where the file cannot be cut into
    /// cells.
    DatasetPtr texts;
    /// The same rows as they will be opened, and more of the file behind them, from which the types are
    /// guessed; null where `problem` is in the way.
    DatasetPtr typed;
    /// Types by column, as they are guessed from the first `readRows` rows alone.
    std::vector<ColumnType> guessedTypes;
    /// Roles as they are guessed, and as they will be; empty where no column can be learned.
    std::optional<ColumnRoles> guessedRoles;
    std::optional<ColumnRoles> roles;
    /// Of the rows that types are guessed from.
    ImportReport report;
    /// How many rows that are.
    Index readRows = 0;
    /// Whether these are all rows of the file.
    bool isWhole = false;
    std::optional<Problem> problem;

    Index rows() const { return texts ? texts->rows() : 0; }
    Index columns() const { return texts ? Index(texts->columns().size()) : 0; }
    PreviewCell cell(Index row, Index column) const;

private:
    friend ImportPreview readPreview(const QString& path, const RunSource& source, Index rows);

    /// By column and text of a cell that was refused: whether the text goes on.
    std::map<std::pair<std::string, std::string>, bool> m_refused;
};

inline constexpr Index kMostGuessRows = 20'000;

/// Reads the first `rows` rows, and up to `kMostGuessRows` of them for the types: fewer of wide tables. What
/// `source` says of columns that the file does not have is passed over. Throws nothing of the reader: what is
/// wrong is in `problem`.
ImportPreview readPreview(const QString& path, const RunSource& source, Index rows);

}  // namespace latentscape::ui
