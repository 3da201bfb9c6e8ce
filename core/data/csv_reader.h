#pragma once

#include <deque>
#include <map>
#include <memory>
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
    std::map<std::string, ColumnType, std::less<>> types = {};
    /// A file with fewer columns is none that can be used.
    std::size_t fewestColumns = 2;
};

/// The characters that cells are views of: the file, and the cells that are not in it as they read.
struct CsvText {
    std::string text;
    /// Cells with doubled quotes, these made single. A deque never moves its elements.
    std::deque<std::string> unquoted;
};

/// The raw cells of a CSV text, before anything is inferred.
struct CsvTable {
    CsvDialect dialect;
    std::vector<std::string> names;
    /// cells[column][row], views into `text`.
    std::vector<std::vector<std::string_view>> cells;
    std::shared_ptr<const CsvText> text;
    /// The line of the file on which each row starts, counted from 1.
    std::vector<long> lines;
    Problems problems;
};

/// Splits CSV text (RFC 4180 quoting; comma, semicolon or tab; LF, CRLF or CR; with or without byte-order
/// mark and header; UTF-8, else Windows-1252) into cells. A column without a name is called `column_3` after
/// its place; blank lines are passed over. `file` is named in errors. Throws Error(FileEmpty, HeaderOnly,
/// RaggedLine, UnterminatedQuote, StrayQuote, NotText, TooFewColumns).
CsvTable parseCsv(std::string text, const std::string& file, const CsvOptions& options = {});

/// A typed table and how its file was written.
struct CsvResult {
    DatasetPtr dataset;
    CsvDialect dialect;
};

/// A file's text as a typed table; `path` names it. Columns that belong to a numbered series (see
/// numbered_name.h) stay numbers even where only two values occur: a pixel at the edge of a picture is no
/// yes-or-no question. Throws Error as parseCsv does, and UnknownColumn, TypeDoesNotFit.
CsvResult readCsvText(std::string text, const std::string& path, const CsvOptions& options = {});

/// A file as a typed table. Throws Error as readCsvText does, and FileNotFound, FileUnreadable.
CsvResult readCsv(const std::string& path, const CsvOptions& options = {});

}  // namespace latentscape
