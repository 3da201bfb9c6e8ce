#include "core/data/csv/dialect.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "core/data/column_inference.h"

namespace latentscape {
namespace {

constexpr std::array<char, 4> kDelimiters{',', ';', '\t', '|'};
constexpr std::array<char, 2> kComments{'#', '%'};
// So many records, and rows below the first line, show how a file is written.
constexpr std::size_t kRecordsForDelimiter = 100;
constexpr std::size_t kRowsForHeader = 100;
constexpr std::size_t kCellsForNumbers = 100000;

bool isLineBreak(char character) {
    return character == '\n' || character == '\r';
}

std::string_view takeLine(std::string_view& text) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
    return line;
}

/// Takes the fields of the first record from `text`. Quotes that are written wrongly are no error here: the
/// text may be split at the wrong delimiter.
std::vector<std::string_view> takeFields(std::string_view& text, char delimiter) {
    std::vector<std::string_view> fields;
    bool quoted = false;
    char previous = delimiter;
    std::size_t begin = 0;
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        const char character = text[at];
        if (character == '"' && (quoted || previous == delimiter || previous == '"')) {
            quoted = !quoted;
        } else if (!quoted && isLineBreak(character)) {
            break;
        } else if (!quoted && character == delimiter) {
            // A run of blanks delimits once.
            if (delimiter != ' ' || at > begin)
                fields.push_back(text.substr(begin, at - begin));
            begin = at + 1;
        }
        previous = character;
    }
    if (delimiter != ' ' || at > begin)
        fields.push_back(text.substr(begin, at - begin));
    text.remove_prefix(at);
    text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
    return fields;
}

bool mayBeNumber(std::string_view cell, char delimiter) {
    return parseNumber(cell) || (delimiter != ',' && parseNumber(cell, {.decimal = ','}));
}

/// How well a delimiter splits the first records.
struct Split {
    /// Share of the records that have as many fields as the first.
    double agreement = 0;
    /// Share of the fields that are numbers.
    double numbers = 0;
    std::size_t fields = 1;

    bool operator<(const Split& other) const {
        return std::tie(agreement, numbers, fields) < std::tie(other.agreement, other.numbers, other.fields);
    }
};

Split splitAt(std::string_view text, char delimiter, char comment) {
    Split split;
    std::size_t records = 0;
    std::size_t agreeing = 0;
    std::size_t fieldsInAll = 0;
    std::size_t numbers = 0;
    while (!text.empty() && records < kRecordsForDelimiter) {
        if (comment != 0 && text.front() == comment) {
            takeLine(text);
            continue;
        }
        const std::vector<std::string_view> fields = takeFields(text, delimiter);
        if (records++ == 0)
            split.fields = fields.size();
        agreeing += fields.size() == split.fields ? 1 : 0;
        fieldsInAll += fields.size();
        numbers +=
            std::size_t(std::count_if(fields.begin(), fields.end(), [delimiter](std::string_view field) {
                return mayBeNumber(field, delimiter);
            }));
    }
    if (records > 0) {
        split.agreement = double(agreeing) / double(records);
        split.numbers = double(numbers) / double(std::max<std::size_t>(1, fieldsInAll));
    }
    return split;
}

/// Whether a column's cells below the first line make a number column, as far as the first of them tell.
bool isNumericBelow(const std::vector<std::string_view>& cells, const CellRules& rules) {
    const auto end = cells.begin() + std::ptrdiff_t(std::min(cells.size(), kRowsForHeader + 1));
    std::ptrdiff_t present = 0;
    std::ptrdiff_t numbers = 0;
    for (auto cell = cells.begin() + 1; cell != end; ++cell) {
        const CellKind kind = rules.read(trimmed(*cell)).kind;
        present += kind == CellKind::Missing ? 0 : 1;
        numbers += kind == CellKind::Missing || kind == CellKind::Text ? 0 : 1;
    }
    return present == 0 || double(numbers) > kNumberShare * double(present);
}

/// The cells whose marks may tell what they mean; without a percent sign.
std::vector<std::string_view> cellsWithMarks(const RawCells& cells) {
    std::vector<std::string_view> marked;
    std::size_t looked = 0;
    for (std::size_t row = 1; !cells.empty() && row < cells.front().size(); ++row) {
        for (const std::vector<std::string_view>& column : cells) {
            if (++looked > kCellsForNumbers)
                return marked;
            std::string_view cell = trimmed(column[row]);
            if (cell.ends_with('%'))
                cell = trimmed(cell.substr(0, cell.size() - 1));
            if (cell.find_first_of(".,") != std::string_view::npos && cell.find_first_of("0123456789") < 2)
                marked.push_back(cell);
        }
    }
    return marked;
}

}  // namespace

std::string delimiterText(char delimiter) {
    return delimiter == '\t' ? "tab" : delimiter == ' ' ? "space" : std::string(1, delimiter);
}

char findComment(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
    for (const char comment : kComments) {
        if (!text.starts_with(comment))
            continue;
        std::string_view rest = text;
        std::size_t lines = 0;
        for (; rest.starts_with(comment); ++lines)
            takeLine(rest);
        if (rest.empty())
            return 0;
        if (lines > 1)
            return comment;
        const char delimiter = findDelimiter(rest, comment);
        std::string_view below = rest;
        std::string_view first = text;
        const std::size_t fields = takeFields(below, delimiter).size();
        return takeFields(first, delimiter).size() == fields ? '\0' : comment;
    }
    return 0;
}

char findDelimiter(std::string_view text, char comment) {
    text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
    char best = kDelimiters.front();
    Split bestSplit;
    for (const char delimiter : kDelimiters) {
        const Split split = splitAt(text, delimiter, comment);
        if (split.fields > 1 && bestSplit < split) {
            best = delimiter;
            bestSplit = split;
        }
    }
    if (bestSplit.fields == 1) {
        const Split split = splitAt(text, ' ', comment);
        if (split.fields > 1 && split.agreement == 1 && split.numbers > 0.5)
            return ' ';
    }
    return best;
}

NumberFormat findNumberFormat(const RawCells& cells, char delimiter, const CsvOptions& options) {
    const bool comma = delimiter == ',';
    const std::array<NumberFormat, 4> formats{{{'.', 0},
                                               comma ? NumberFormat{'.', ','} : NumberFormat{',', 0},
                                               comma ? NumberFormat{',', 0} : NumberFormat{'.', ','},
                                               {',', '.'}}};
    const std::vector<std::string_view> marked = cellsWithMarks(cells);
    std::optional<NumberFormat> best;
    std::ptrdiff_t most = -1;
    for (NumberFormat format : formats) {
        if (options.thousands)
            format.thousands = *options.thousands;
        if (options.decimal) {
            if (!options.thousands && format.decimal != *options.decimal)
                continue;
            format.decimal = *options.decimal;
        }
        if (format.decimal == format.thousands)
            continue;
        const std::ptrdiff_t numbers =
            std::count_if(marked.begin(), marked.end(),
                          [&](std::string_view cell) { return parseNumber(cell, format).has_value(); });
        if (numbers > most) {
            best = format;
            most = numbers;
        }
    }
    return best.value_or(NumberFormat{options.decimal.value_or('.'), options.thousands.value_or('\0')});
}

bool firstLineIsHeader(const RawCells& cells, const CellRules& rules) {
    bool anyNumber = false;
    for (const std::vector<std::string_view>& column : cells) {
        if (!isNumericBelow(column, rules))
            continue;
        const CellKind kind = rules.read(trimmed(column.front())).kind;
        if (kind == CellKind::Text)
            return true;
        anyNumber = anyNumber || kind != CellKind::Missing;
    }
    return !anyNumber;
}

}  // namespace latentscape
