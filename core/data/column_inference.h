#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/dataset.h"

namespace latentscape {

/// `text` without the blanks and tabs around it.
std::string_view trimmed(std::string_view text);

/// True for a cell that stands for "no value": empty, NA, N/A, NaN, null, None, ?, - and their usual
/// spellings.
bool isMissingToken(std::string_view cell);

/// The number that the whole cell spells in C notation (`-1.5e3`, blanks around allowed), independent of any
/// locale and exact to the last bit; empty if the cell is anything else. May be infinite, never NaN.
std::optional<double> parseNumber(std::string_view cell);

/// Where a column's cells come from, for messages: the file and the line of each row. Refers to both.
struct ColumnOrigin {
    const std::string& file;
    const std::vector<long>& lines;
};

/// Reads one column's cells as the type that fits them, or as `type` where that is told:
/// two different values make a Binary column; a column of which more than `kNumberShare` of the present cells
/// are numbers is a Number column, whose other cells are treated as missing and reported; few different texts
/// make a Category, many a Text column. Numbers are one value however they are written (`1`, `1.0`); an empty
/// column is a Number column. Reports into `problems`; throws Error(TypeDoesNotFit).
Column inferColumn(std::string name, std::span<const std::string_view> cells, std::optional<ColumnType> type,
                   const ColumnOrigin& origin, Problems& problems);

inline constexpr double kNumberShare = 0.8;
/// A text column with more different values than this, or with more than half of them different, is Text.
inline constexpr int kMaxCategories = 64;

}  // namespace latentscape
