#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/cell_rules.h"
#include "core/data/dataset.h"

namespace latentscape {

/// One of the different texts of a column.
struct DistinctText {
    /// Without the blanks around it.
    std::string_view text;
    Index count = 0;
    Index firstRow = 0;
    /// The line of the file on which that row starts.
    long firstLine = 0;
};

/// A column's cells: for each row the place of its text in `texts`.
struct DistinctCells {
    std::vector<DistinctText> texts;
    std::vector<std::uint32_t> ids;
};

/// What is known of a column before its type is.
struct ColumnContext {
    std::string name;
    /// Named in messages.
    std::string file;
    CellRules rules = {};
    /// The type that a person told.
    std::optional<ColumnType> type = std::nullopt;
    /// Whether it belongs to a numbered series of columns, as the pixels of pictures do (see
    /// numbered_name.h).
    bool inSeries = false;
};

/// A text that is not read as it stands.
struct RefusedText {
    std::size_t place = 0;
    ProblemCode reason = ProblemCode::TextInNumericColumn;
};

struct InferredColumn {
    Column column;
    /// Places in DistinctCells::texts; their cells are missing.
    std::vector<RefusedText> refused;
};

/// Reads one column's cells as the type that fits them, or as the told one:
/// a column of which more than `kNumberShare` of the present cells are dates, all in one order, is a DateTime
/// column; two different values make a Binary column, but no pixel that shows two numbers is a yes-or-no
/// question; a column of which more than `kNumberShare` of the present cells are numbers is a Number column,
/// whose other cells are treated as missing and reported; few different texts make a Category, many a Text
/// column. Numbers are one value however they are written (`1`, `1.0`); an empty column is a Number column.
/// If more numbers have a percent sign than have none, the sign is left out and numbers without one are
/// refused; else those with one are. Reports into `problems`; throws Error(TypeDoesNotFit).
InferredColumn inferColumn(const ColumnContext& context, const DistinctCells& cells, Problems& problems);

/// The problem of cells that are not read as they stand: where the first is, and how many there are.
Problem refusedCells(ProblemCode reason, const ColumnContext& context, std::string_view text, long line,
                     Index count);

/// A column that cannot have the told type.
Error typeDoesNotFit(const std::string& column, ColumnType type, const std::string& reason);

/// A cell as it is quoted in a message: not longer than a line.
std::string excerpt(std::string_view text);

inline constexpr double kNumberShare = 0.8;
/// A text column with more different values than this, or with more than half of them different, is Text.
inline constexpr int kMaxCategories = 64;

}  // namespace latentscape
