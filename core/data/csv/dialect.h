#pragma once

#include <string_view>
#include <vector>

#include "core/data/cell_rules.h"
#include "core/data/csv_reader.h"

namespace latentscape {

/// The first rows of a table as raw cells: cells[column][row].
using RawCells = std::vector<std::vector<std::string_view>>;

/// The character that begins lines that are no part of the table, as the first lines show it; 0 if there is
/// none. One line that begins with `#` and has as many fields as the lines below is a header.
char findComment(std::string_view text);

/// The delimiter by which most of the first records have as many fields as the very first; of equals, the one
/// by which more cells are numbers, then the one that makes more fields. Blanks only where nothing else
/// delimits and most of the cells are numbers then.
char findDelimiter(std::string_view text, char comment);

/// The decimal mark and the thousands separator by which most cells are numbers. Where several are as good, a
/// decimal point and no separator come first. What is told stays.
NumberFormat findNumberFormat(const RawCells& cells, char delimiter, const CsvOptions& options);

/// The first line names the columns unless it holds numbers, and nothing else, over all numeric columns.
bool firstLineIsHeader(const RawCells& cells, const CellRules& rules);

/// `;`, or `tab` and `space`, as people call it.
std::string delimiterText(char delimiter);

}  // namespace latentscape
