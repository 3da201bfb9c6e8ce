#include "core/data/csv_reader.h"

#include <algorithm>
#include <array>
#include <set>

#include "core/data/column_inference.h"
#include "core/data/csv_scanner.h"
#include "core/data/numbered_name.h"
#include "core/data/text_encoding.h"
#include "core/support/whole_file.h"

namespace latentscape {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::array<char, 3> kDelimiters{',', ';', '\t'};
// So many records, and rows below the first line, show how a file is written.
constexpr std::size_t kRecordsForDelimiter = 20;
constexpr std::size_t kRowsForHeader = 100;

std::string delimiterText(char delimiter) {
    return delimiter == '\t' ? "tab" : std::string(1, delimiter);
}

bool isLineBreak(char character) {
    return character == '\n' || character == '\r';
}

void requireText(std::string_view text, const std::string& file) {
    const std::size_t zero = text.find('\0');
    if (zero == std::string_view::npos)
        return;
    long line = 1;
    for (std::size_t i = 0; i < zero; ++i) {
        if (text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n'))
            ++line;
    }
    throw Error(ProblemCode::NotText, {{"file", file}, {"line", std::to_string(line)}});
}

/// Fields of the record that starts at `at`, which moves behind it. Quotes that are written wrongly are no
/// error here: the text may be split at the wrong delimiter.
std::size_t countFields(std::string_view text, char delimiter, std::size_t& at) {
    std::size_t fields = 1;
    bool quoted = false;
    char previous = delimiter;
    for (; at < text.size(); ++at) {
        const char character = text[at];
        if (character == '"' && (quoted || previous == delimiter || previous == '"'))
            quoted = !quoted;
        else if (!quoted && isLineBreak(character))
            break;
        else if (!quoted && character == delimiter)
            ++fields;
        previous = character;
    }
    while (at < text.size() && isLineBreak(text[at]))
        ++at;
    return fields;
}

/// The delimiter by which most of the first records have as many fields as the very first; of equals, the one
/// that makes more fields.
char findDelimiter(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
    char best = kDelimiters.front();
    std::pair<double, std::size_t> bestScore{0, 1};
    for (const char delimiter : kDelimiters) {
        std::size_t at = 0;
        const std::size_t expected = countFields(text, delimiter, at);
        std::size_t records = 1;
        std::size_t agreeing = 1;
        for (; at < text.size() && records < kRecordsForDelimiter; ++records)
            agreeing += countFields(text, delimiter, at) == expected ? 1 : 0;
        const std::pair score{double(agreeing) / double(records), expected};
        if (expected > 1 && score > bestScore) {
            best = delimiter;
            bestScore = score;
        }
    }
    return best;
}

void readRecords(std::string_view text, const std::string& file, CsvText& storage, CsvTable& table) {
    CsvScanner scanner(text, table.dialect.delimiter, file, storage.unquoted);
    std::vector<std::string_view> fields;
    while (scanner.next(fields)) {
        if (table.lines.empty())
            table.cells.resize(fields.size());
        if (fields.size() != table.cells.size())
            throw Error(ProblemCode::RaggedLine, {{"file", file},
                                                  {"line", std::to_string(scanner.line())},
                                                  {"found", std::to_string(fields.size())},
                                                  {"expected", std::to_string(table.cells.size())},
                                                  {"delimiter", delimiterText(table.dialect.delimiter)}});
        for (std::size_t column = 0; column < fields.size(); ++column)
            table.cells[column].push_back(fields[column]);
        table.lines.push_back(scanner.line());
    }
}

/// Whether a column's cells below the first line make a number column, as far as the first of them tell.
bool isNumericBelow(const std::vector<std::string_view>& cells) {
    const auto end = cells.begin() + std::ptrdiff_t(std::min(cells.size(), kRowsForHeader + 1));
    std::ptrdiff_t present = 0;
    std::ptrdiff_t numbers = 0;
    for (auto cell = cells.begin() + 1; cell != end; ++cell) {
        present += isMissingToken(*cell) ? 0 : 1;
        numbers += parseNumber(*cell) ? 1 : 0;
    }
    return present == 0 || double(numbers) > kNumberShare * double(present);
}

/// The first line names the columns unless it holds numbers, and nothing else, over all numeric columns.
bool firstLineIsHeader(const std::vector<std::vector<std::string_view>>& cells) {
    bool anyNumber = false;
    for (const std::vector<std::string_view>& column : cells) {
        if (!isNumericBelow(column))
            continue;
        const bool number = parseNumber(column.front()).has_value();
        if (!number && !isMissingToken(column.front()))
            return true;
        anyNumber = anyNumber || number;
    }
    return !anyNumber;
}

/// Moves the first row into the names if it is the header, completes empty names and makes all names unique.
void nameColumns(const std::string& file, CsvTable& table) {
    for (std::size_t column = 0; column < table.cells.size(); ++column) {
        std::vector<std::string_view>& cells = table.cells[column];
        std::string name;
        if (table.dialect.header) {
            name = trimmed(cells.front());
            cells.erase(cells.begin());
        }
        table.names.push_back(name.empty() ? "column_" + std::to_string(column + 1) : name);
    }
    if (table.dialect.header)
        table.lines.erase(table.lines.begin());

    std::set<std::string, std::less<>> taken(table.names.begin(), table.names.end());
    std::set<std::string, std::less<>> seen;
    for (std::string& name : table.names) {
        if (seen.insert(name).second)
            continue;
        std::string renamed;
        for (int number = 2; !taken.insert(renamed = name + "_" + std::to_string(number)).second;)
            ++number;
        table.problems.push_back(
            {ProblemCode::DuplicateColumnName, {{"file", file}, {"column", name}, {"renamed", renamed}}});
        name = renamed;
    }
}

void requireKnownColumns(const CsvOptions& options, const CsvTable& table, const std::string& file) {
    for (const auto& [name, type] : options.types) {
        if (std::find(table.names.begin(), table.names.end(), name) == table.names.end())
            throw unknownColumn(name, file, table.names);
    }
}

bool hasNumbersOnly(const Column& column) {
    return std::all_of(column.categories.begin(), column.categories.end(),
                       [](const std::string& text) { return parseNumber(text).has_value(); });
}

}  // namespace

CsvTable parseCsv(std::string text, const std::string& file, const CsvOptions& options) {
    const auto storage = std::make_shared<CsvText>();
    storage->text = toUtf8(std::move(text));
    std::string_view records = storage->text;

    CsvTable table;
    table.text = storage;
    table.dialect.byteOrderMark = records.starts_with(kByteOrderMark);
    if (table.dialect.byteOrderMark)
        records.remove_prefix(kByteOrderMark.size());
    requireText(records, file);
    table.dialect.delimiter = options.delimiter ? *options.delimiter : findDelimiter(records);
    readRecords(records, file, *storage, table);

    if (table.lines.empty())
        throw Error(ProblemCode::FileEmpty, {{"file", file}});
    if (table.cells.size() < options.fewestColumns)
        throw Error(ProblemCode::TooFewColumns,
                    {{"file", file}, {"delimiter", delimiterText(table.dialect.delimiter)}});
    table.dialect.header = options.header ? *options.header : firstLineIsHeader(table.cells);
    nameColumns(file, table);
    if (table.lines.empty())
        throw Error(ProblemCode::HeaderOnly, {{"file", file}});
    return table;
}

CsvResult readCsvText(std::string text, const std::string& path, const CsvOptions& options) {
    CsvTable table = parseCsv(std::move(text), path, options);
    requireKnownColumns(options, table, path);

    const std::vector<bool> inSeries = inNumberedSeries(table.names);
    const ColumnOrigin origin{path, table.lines};
    Problems problems = std::move(table.problems);
    std::vector<Column> columns;
    columns.reserve(table.names.size());
    for (std::size_t i = 0; i < table.names.size(); ++i) {
        const std::string& name = table.names[i];
        const auto told = options.types.find(name);
        const bool isTold = told != options.types.end();
        Column column = inferColumn(name, table.cells[i], isTold ? std::optional(told->second) : std::nullopt,
                                    origin, problems);
        if (!isTold && inSeries[i] && column.type == ColumnType::Binary && hasNumbersOnly(column)) {
            Problems reportedAlready;
            column = inferColumn(name, table.cells[i], ColumnType::Number, origin, reportedAlready);
        }
        columns.push_back(std::move(column));
    }
    return {
        std::make_shared<const Dataset>(nameFromPath(path), path, std::move(columns), std::move(problems)),
        table.dialect};
}

CsvResult readCsv(const std::string& path, const CsvOptions& options) {
    return readCsvText(readWholeFile(path), path, options);
}

}  // namespace latentscape
