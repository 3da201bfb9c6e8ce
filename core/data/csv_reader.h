#pragma once

#include <cstdint>
#include <deque>
#include <functional>
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
    /// Between whole and part of a number: `.` or `,`.
    char decimal = '.';
    /// Between groups of three digits, as in 1,234,567; 0 where numbers have none.
    char thousands = 0;
    /// Lines that begin with it are passed over; 0 where there are none.
    char comment = 0;
    /// As iconv calls it: `UTF-8`, `WINDOWS-1252`, `UTF-16LE`, …
    std::string encoding = "UTF-8";
    bool gzip = false;
};

/// What happens to a line that has more or fewer cells than the first one.
enum class RaggedLines {
    Stop,  ///< it is an error
    Fill,  ///< cells that lack are missing, cells too many are left out; each such line is listed
    Drop,  ///< the line is left out and listed
};

/// What a person may tell the reader; what is not told is found out.
struct CsvOptions {
    std::optional<char> delimiter;
    std::optional<bool> header;
    std::optional<char> decimal;
    /// 0: numbers have none.
    std::optional<char> thousands;
    /// 0: no line is a comment.
    std::optional<char> comment;
    std::optional<std::string> encoding;
    RaggedLines raggedLines = RaggedLines::Stop;
    /// Texts that stand for "no value", in place of those of usualMissingTokens().
    std::optional<std::vector<std::string>> missingTokens;
    /// Further values that stand for "no value", by column name: texts, or numbers however they are spelled.
    std::map<std::string, std::vector<std::string>, std::less<>> sentinels = {};
    /// Types by column name, in place of the inferred ones.
    std::map<std::string, ColumnType, std::less<>> types = {};
    /// A file with fewer columns is none that can be used.
    std::size_t fewestColumns = 2;
    /// Only so many rows, drawn at random and kept in their order; all if there are no more.
    std::optional<Index> sampleRows;
    /// Which rows are drawn.
    std::uint64_t sampleSeed = 1;
};

/// A line or a cell that was not read as it stands.
struct RejectedText {
    /// Counted from 1.
    long line = 0;
    /// Name of the column; empty for a whole line.
    std::string column;
    /// At most 40 characters of it.
    std::string text;
    /// What is wrong with it.
    ProblemCode reason = ProblemCode::TextInNumericColumn;
};

/// All that was not read as it stands.
struct ImportReport {
    /// The first `kMostListed` in the order of the file.
    std::vector<RejectedText> rejected;
    /// How many there are.
    Index rejectedCount = 0;

    static constexpr std::size_t kMostListed = 1000;
};

/// How a file is read; nothing of it changes what a row says.
struct ReadControl {
    /// Only so many rows from the start: a preview. No sample is drawn then.
    std::optional<Index> firstRows;
    /// Told now and then which share of the file is read, from any thread, one call at a time; false cancels.
    std::function<bool(double share)> progress;
    /// 0: as many as there are cores.
    int threads = 0;
    /// A table that needs more is refused before it is read; what the system has free if not told. Bytes.
    std::optional<std::uint64_t> availableMemory;
    /// About how much of the file a thread reads at a time. Bytes.
    std::uint64_t blockBytes = std::uint64_t(1) << 20;
};

/// The characters that cells are views of: the file, and the cells that are not in it as they read.
struct CsvText {
    std::shared_ptr<const std::string> text;
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

/// Splits CSV text into cells: RFC 4180 quotes; columns separated by comma, semicolon, tab, bar or blanks;
/// LF, CRLF or CR; with or without byte-order mark, header and comment lines; gzip; UTF-8, UTF-16, else
/// Windows-1252. A column without a name is called `column_3` after its place; blank lines are passed over.
/// What `options` tell is not found out. `file` is named in errors. Throws Error(FileEmpty, HeaderOnly,
/// RaggedLine, UnterminatedQuote, StrayQuote, NotText, TooFewColumns, TooManyColumns, LineTooLong,
/// UnknownEncoding, NotInEncoding, FileUnreadable, OutOfMemory, and TableTooLarge for cells that need more
/// than `availableMemory` bytes beside the text, or more than are free if that is not told).
CsvTable parseCsv(std::string text, const std::string& file, const CsvOptions& options = {},
                  std::optional<std::uint64_t> availableMemory = {});

/// A typed table and how its file was written.
struct CsvResult {
    DatasetPtr dataset;
    CsvDialect dialect;
    ImportReport report;
};

/// A file's text as a typed table; `path` names it. For the types see column_inference.h. All cores work on
/// it, and neither their number nor the size of blocks changes the result. Throws Error as parseCsv does, and
/// UnknownColumn, TypeDoesNotFit, TableTooLarge, Cancelled.
CsvResult readCsvText(std::string text, const std::string& path, const CsvOptions& options = {},
                      const ReadControl& control = {});

/// A file as a typed table, read in blocks: beside the table little more than one block for each core is in
/// memory at a time, and the text of files that are packed or not UTF-8. Throws Error as readCsvText does,
/// and FileNotFound.
CsvResult readCsv(const std::string& path, const CsvOptions& options = {}, const ReadControl& control = {});

}  // namespace latentscape
