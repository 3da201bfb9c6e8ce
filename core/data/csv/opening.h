#pragma once

#include <deque>
#include <string>

#include "core/data/csv/dialect.h"
#include "core/data/csv/record_cursor.h"
#include "core/data/csv/text_source.h"

namespace latentscape {

/// How a table is written, as its first records show it, and these records.
struct CsvOpening {
    CsvDialect dialect;
    CsvSyntax syntax;
    NumberFormat numbers;
    std::vector<std::string> names;
    Problems problems;
    /// Where the first row may start, and on which line.
    std::uint64_t start = 0;
    long firstLine = 1;
    /// The first rows; those of another length are left out. Views into `text` and `unquoted`.
    RawCells sample;
    /// Mean length of a record. Bytes.
    double bytesPerRecord = 1;
    std::string text;
    std::deque<std::string> unquoted;
};

/// Understands the first records as far as `options` do not tell. Throws Error(FileEmpty, NotText,
/// UnterminatedQuote, StrayQuote, TooFewColumns, TooManyColumns, LineTooLong, FileUnreadable), and NotUtf8
/// (see record_index.h).
void openCsv(const TextSource& source, const CsvOptions& options, CsvOpening& opening);

/// Throws Error(NotText) if the text holds a zero byte.
void requireText(std::string_view text, const std::string& file);

Error raggedLine(const std::string& file, long line, std::size_t found, std::size_t expected, char delimiter);

/// No table has more columns; that many cells in one line are something else.
inline constexpr std::size_t kMostColumns = 100000;

}  // namespace latentscape
