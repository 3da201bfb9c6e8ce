#include "core/data/csv/opening.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/data/csv/record_index.h"
#include "core/data/text_encoding.h"

namespace latentscape {

Error raggedLine(const std::string& file, long line, std::size_t found, std::size_t expected,
                 char delimiter) {
    return Error(ProblemCode::RaggedLine, {{"file", file},
                                           {"line", std::to_string(line)},
                                           {"found", std::to_string(found)},
                                           {"expected", std::to_string(expected)},
                                           {"delimiter", delimiterText(delimiter)}});
}

namespace {

// The first records: so many, if they are not longer than this.
constexpr std::size_t kSampleRecords = 1000;
constexpr std::size_t kSampleCells = 2000000;
constexpr std::uint64_t kSampleBytes = std::uint64_t(256) << 10;

std::size_t lineBreaks(std::string_view text) {
    return std::size_t(std::count_if(text.begin(), text.end(),
                                     [](char character) { return character == '\n' || character == '\r'; }));
}

/// The first lines, whole ones if there are any. At least three where the text has so many, so that the
/// header has rows below it.
std::string readHead(const TextSource& source) {
    std::string buffer;
    for (std::uint64_t size = kSampleBytes;; size *= 4) {
        const std::uint64_t end = std::min(size, source.size());
        std::string_view head = source.read(0, end, buffer);
        if (end == source.size() || end >= kLongestRecord || lineBreaks(head) > 6) {
            if (end < source.size())
                head = head.substr(0, std::min(head.find_last_of("\r\n"), head.size() - 1) + 1);
            return std::string(head);
        }
    }
}

/// Reads the first records into the sample, the header too. Returns the problem of the first that is of
/// another length.
std::optional<Error> readSample(const std::string& file, bool isWhole, CsvOpening& opening) {
    RecordCursor cursor(opening.text, opening.syntax, file);
    std::vector<std::string_view> cells;
    std::size_t records = 0;
    std::optional<Error> ragged;
    try {
        while (records < kSampleRecords && records * opening.sample.size() < kSampleCells &&
               cursor.nextRecord()) {
            cells.clear();
            while (cursor.inRecord()) {
                const std::string_view cell = cursor.cell();
                cells.push_back(cursor.isUnescaped() ? opening.unquoted.emplace_back(cell) : cell);
                if (cells.size() > kMostColumns)
                    throw Error(ProblemCode::TooManyColumns,
                                {{"file", file},
                                 {"line", std::to_string(cursor.line())},
                                 {"most", std::to_string(kMostColumns)},
                                 {"delimiter", delimiterText(opening.syntax.delimiter)}});
            }
            if (records == 0) {
                opening.sample.resize(cells.size());
                opening.start = cursor.offset();
                opening.firstLine = cursor.nextLine();
            }
            ++records;
            if (cells.size() != opening.sample.size()) {
                if (!ragged)
                    ragged = raggedLine(file, cursor.line(), cells.size(), opening.sample.size(),
                                        opening.syntax.delimiter);
                continue;
            }
            for (std::size_t column = 0; column < cells.size(); ++column)
                opening.sample[column].push_back(cells[column]);
        }
    } catch (const Error& error) {
        // A quote may close behind the first lines.
        if (isWhole || records == 0 || error.problem().code != ProblemCode::UnterminatedQuote)
            throw;
    }
    if (records > 0)
        opening.bytesPerRecord = double(cursor.offset()) / double(records);
    return ragged;
}

/// Takes the names from the first row if it is the header, completes empty names and makes all names unique.
void nameColumns(const std::string& file, CsvOpening& opening) {
    std::vector<std::string>& names = opening.names;
    for (std::size_t column = 0; column < opening.sample.size(); ++column) {
        std::vector<std::string_view>& cells = opening.sample[column];
        std::string name;
        if (opening.dialect.header) {
            name = trimmed(cells.front());
            cells.erase(cells.begin());
        }
        names.push_back(name.empty() ? "column_" + std::to_string(column + 1) : name);
    }
    std::set<std::string, std::less<>> taken(names.begin(), names.end());
    std::map<std::string, int, std::less<>> nextNumber;
    for (std::string& name : names) {
        const auto [next, isNew] = nextNumber.try_emplace(name, 2);
        if (isNew)
            continue;
        std::string renamed;
        while (!taken.insert(renamed = name + "_" + std::to_string(next->second)).second)
            ++next->second;
        opening.problems.push_back(
            {ProblemCode::DuplicateColumnName, {{"file", file}, {"column", name}, {"renamed", renamed}}});
        name = renamed;
    }
}

}  // namespace

void requireText(std::string_view text, const std::string& file) {
    const std::size_t zero = text.find('\0');
    if (zero != std::string_view::npos) {
        long line = 1;
        for (std::size_t i = 0; i < zero; ++i)
            line += text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n') ? 1 : 0;
        throw Error(ProblemCode::NotText, {{"file", file}, {"line", std::to_string(line)}});
    }
}

void openCsv(const TextSource& source, const CsvOptions& options, CsvOpening& opening) {
    const std::string& file = source.path();
    opening.text = readHead(source);
    requireText(opening.text, file);
    const std::size_t bad = findNoUtf8(opening.text);
    if (bad != std::string_view::npos)
        throw NotUtf8{bad};

    CsvDialect& dialect = opening.dialect;
    dialect.encoding = source.encoding();
    dialect.gzip = source.isGzip();
    dialect.byteOrderMark = source.hasByteOrderMark();
    dialect.comment = options.comment ? *options.comment : findComment(opening.text);
    dialect.delimiter = options.delimiter ? *options.delimiter : findDelimiter(opening.text, dialect.comment);
    opening.syntax = {.delimiter = dialect.delimiter, .comment = dialect.comment};
    const std::optional<Error> ragged =
        readSample(file, opening.text.size() == source.size() && !source.isCut(), opening);
    if (opening.sample.empty())
        throw Error(ProblemCode::FileEmpty, {{"file", file}});
    if (opening.sample.size() < options.fewestColumns && ragged && options.raggedLines == RaggedLines::Stop)
        throw *ragged;
    if (opening.sample.size() < options.fewestColumns)
        throw Error(ProblemCode::TooFewColumns,
                    {{"file", file}, {"delimiter", delimiterText(dialect.delimiter)}});

    opening.numbers = findNumberFormat(opening.sample, dialect.delimiter, options);
    dialect.decimal = opening.numbers.decimal;
    dialect.thousands = opening.numbers.thousands;
    const CellRules rules(opening.numbers, options.missingTokens.value_or(usualMissingTokens()));
    dialect.header = options.header ? *options.header : firstLineIsHeader(opening.sample, rules);
    nameColumns(file, opening);
    if (!dialect.header) {
        opening.start = 0;
        opening.firstLine = 1;
    }
}

}  // namespace latentscape
