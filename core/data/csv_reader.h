#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/dataset.h"

namespace latentscape {

/// How the file is written, as found or as told.
struct CsvDialect {
    char delimiter = ',';
    bool header = true;
    bool byteOrderMark = false;
};

/// What a person may tell the reader; what is not told is found out.
struct CsvOptions {
    std::optional<char> delimiter;
    std::optional<bool> header;
    /// Types by column name, in place of the inferred ones.
    std::map<std::string, ColumnType, std::less<>> types;
};

/// The raw cells of a CSV text, before anything is inferred.
struct CsvTable {
    CsvDialect dialect;
    std::vector<std::string> names;
    /// cells[column][row]
    std::vector<std::vector<std::string>> cells;
    /// The line of the file on which each row starts, counted from 1.
    std::vector<long> lines;
    Problems problems;
};

/// Splits CSV text (RFC 4180 quoting; comma, semicolon or tab; LF, CRLF or CR; with or without byte-order mark and
/// header) into cells. `file` is named in errors. Throws Error(FileEmpty, HeaderOnly, RaggedLine,
/// UnterminatedQuote, StrayQuote, NotText, TooFewColumns).
CsvTable parseCsv(std::string_view text, const std::string& file, const CsvOptions& options = {});

/// A file as a typed table. Throws Error as parseCsv does, and FileNotFound, FileUnreadable, UnknownColumn,
/// TypeDoesNotFit.
struct CsvResult {
    DatasetPtr dataset;
    CsvDialect dialect;
};
CsvResult readCsv(const std::string& path, const CsvOptions& options = {});

}  // namespace latentscape
