#include "core/data/column_inference.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>
#include <unordered_map>

namespace latentscape {
namespace {

constexpr std::array<std::string_view, 17> kMissingTokens{"",     "NA",   "N/A",  "n/a",  "#N/A", "<NA>",
                                                          "NaN",  "nan",  "NAN",  "-NaN", "-nan", "null",
                                                          "NULL", "Null", "None", "?",    "-"};

enum class CellKind : unsigned char { Missing, Number, NonFinite, Text };

/// One column's cells, read as far as that is possible without its type.
struct ReadCells {
    std::vector<std::string_view> texts;
    std::vector<CellKind> kinds;
    /// The number of each Number or NonFinite cell, else 0.
    std::vector<double> numbers;

    Index count(CellKind kind) const { return std::count(kinds.begin(), kinds.end(), kind); }
    bool isPresent(std::size_t row) const { return kinds[row] != CellKind::Missing; }
};

ReadCells readCells(std::span<const std::string_view> cells) {
    ReadCells read;
    read.texts.reserve(cells.size());
    read.kinds.reserve(cells.size());
    read.numbers.reserve(cells.size());
    for (const std::string_view cell : cells) {
        const std::string_view text = trimmed(cell);
        const std::optional<double> number = parseNumber(text);
        CellKind kind = CellKind::Text;
        if (isMissingToken(text))
            kind = CellKind::Missing;
        else if (number)
            kind = std::isfinite(*number) ? CellKind::Number : CellKind::NonFinite;
        read.texts.push_back(text);
        read.kinds.push_back(kind);
        read.numbers.push_back(number.value_or(0));
    }
    return read;
}

/// Decimals needed to write the number of `text` without an exponent: 1 for `2.5`, 4 for `1.5e-3`, 0 for
/// `1.5e3`.
int decimalsOf(std::string_view text) {
    const std::size_t exponentMark = text.find_first_of("eE");
    const std::string_view mantissa = text.substr(0, exponentMark);
    const std::size_t point = mantissa.find('.');
    long decimals = point == std::string_view::npos ? 0 : long(mantissa.size() - point - 1);
    if (exponentMark != std::string_view::npos) {
        const std::string_view digits =
            text.substr(exponentMark + 1 + (text[exponentMark + 1] == '+' ? 1 : 0));
        long exponent = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
        decimals -= std::clamp(exponent, -1000L, 1000L);
    }
    return int(std::clamp(decimals, 0L, long(kMaxDecimals)));
}

/// A cell as it is quoted in a message: not longer than a line.
std::string excerpt(std::string_view text) {
    constexpr std::size_t kLongest = 40;
    if (text.size() <= kLongest)
        return std::string(text);
    std::size_t end = kLongest;
    while (end > 0 && (text[end] & 0xC0) == 0x80)  // never within a UTF-8 character
        --end;
    return std::string(text.substr(0, end)) + "…";
}

/// Says where the first of the cells that cannot be used is, and how many there are.
void report(ProblemCode code, CellKind kind, const ReadCells& cells, const std::string& column,
            const ColumnOrigin& origin, Problems& problems) {
    const auto first = std::find(cells.kinds.begin(), cells.kinds.end(), kind);
    if (first == cells.kinds.end())
        return;
    const auto row = std::size_t(first - cells.kinds.begin());
    problems.push_back({code,
                        {{"file", origin.file},
                         {"line", std::to_string(origin.lines[row])},
                         {"column", column},
                         {"text", excerpt(cells.texts[row])},
                         {"count", std::to_string(cells.count(kind))}}});
}

void fillNumbers(const ReadCells& cells, Column& column) {
    for (std::size_t row = 0; row < cells.kinds.size(); ++row) {
        const bool usable = cells.kinds[row] == CellKind::Number;
        column.values.push_back(usable ? cells.numbers[row] : 0);
        column.missing.push_back(usable ? 0 : 1);
        if (usable && column.decimals < kMaxDecimals)
            column.decimals = std::max(column.decimals, decimalsOf(cells.texts[row]));
    }
}

/// Gives each different value a place in `column.categories`: numbers first, ascending; then texts.
void fillCategories(const ReadCells& cells, Column& column) {
    std::unordered_map<std::string_view, std::size_t> ids;
    std::vector<std::size_t> idOfRow(cells.texts.size(), 0);
    std::vector<std::size_t> firstRow;
    for (std::size_t row = 0; row < cells.texts.size(); ++row) {
        if (!cells.isPresent(row))
            continue;
        const auto [entry, isNew] = ids.try_emplace(cells.texts[row], firstRow.size());
        if (isNew)
            firstRow.push_back(row);
        idOfRow[row] = entry->second;
    }

    const auto isText = [&](std::size_t id) { return cells.kinds[firstRow[id]] == CellKind::Text; };
    const auto number = [&](std::size_t id) { return cells.numbers[firstRow[id]]; };
    const auto text = [&](std::size_t id) { return cells.texts[firstRow[id]]; };
    const auto precedes = [&](std::size_t a, std::size_t b) {
        if (isText(a) || isText(b))
            return isText(a) && isText(b) ? text(a) < text(b) : isText(b);
        return number(a) < number(b);
    };
    std::vector<std::size_t> order(firstRow.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(), precedes);

    // `1` and `1.0` are neighbours now and share one category, called as the file spells it first.
    std::vector<double> categoryOfId(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (i == 0 || precedes(order[i - 1], order[i]))
            column.categories.emplace_back(text(order[i]));
        categoryOfId[order[i]] = double(column.categories.size() - 1);
    }
    for (std::size_t row = 0; row < cells.texts.size(); ++row) {
        column.values.push_back(cells.isPresent(row) ? categoryOfId[idOfRow[row]] : 0);
        column.missing.push_back(cells.isPresent(row) ? 0 : 1);
    }
}

/// Whether exactly two different values occur, infinite ones aside.
bool holdsTwoValues(const ReadCells& cells) {
    const auto differ = [&cells](std::size_t a, std::size_t b) {
        if (cells.kinds[a] != cells.kinds[b])
            return true;
        return cells.kinds[a] == CellKind::Text ? cells.texts[a] != cells.texts[b]
                                                : cells.numbers[a] != cells.numbers[b];
    };
    std::optional<std::size_t> first;
    std::optional<std::size_t> second;
    for (std::size_t row = 0; row < cells.kinds.size(); ++row) {
        if (cells.kinds[row] == CellKind::Missing || cells.kinds[row] == CellKind::NonFinite)
            continue;
        if (!first)
            first = row;
        else if (!second && differ(row, *first))
            second = row;
        else if (second && differ(row, *first) && differ(row, *second))
            return false;
    }
    return second.has_value();
}

/// The type of a column that is not numeric, by its categories.
ColumnType typeByCategories(const Column& column) {
    const auto distinct = Index(column.categories.size());
    const Index present = Index(column.values.size()) - column.missingCount();
    if (distinct == 2)
        return ColumnType::Binary;
    const bool few = distinct <= kMaxCategories && 2 * distinct <= present;
    return distinct == 1 || few ? ColumnType::Category : ColumnType::Text;
}

Error doesNotFit(const std::string& column, ColumnType type, const std::string& reason) {
    return Error(ProblemCode::TypeDoesNotFit,
                 {{"column", column}, {"type", std::string(toString(type))}, {"reason", reason}});
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool isMissingToken(std::string_view cell) {
    return std::find(kMissingTokens.begin(), kMissingTokens.end(), trimmed(cell)) != kMissingTokens.end();
}

std::optional<double> parseNumber(std::string_view cell) {
    std::string_view text = trimmed(cell);
    if (text.starts_with('+') && !text.starts_with("+-"))
        text.remove_prefix(1);
    double number = 0;
    const std::from_chars_result read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec == std::errc::invalid_argument || read.ptr != text.data() + text.size() || std::isnan(number))
        return std::nullopt;
    if (read.ec == std::errc::result_out_of_range) {
        const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
        const std::size_t mark = digits.find_first_of("eE");
        const bool tiny = mark == std::string_view::npos ? digits.starts_with('0') || digits.starts_with('.')
                                                         : digits[mark + 1] == '-';
        const double size = tiny ? 0.0 : std::numeric_limits<double>::infinity();
        return text.starts_with('-') ? -size : size;
    }
    return number;
}

Column inferColumn(std::string name, std::span<const std::string_view> cells, std::optional<ColumnType> type,
                   const ColumnOrigin& origin, Problems& problems) {
    ReadCells read = readCells(cells);
    const Index present = Index(cells.size()) - read.count(CellKind::Missing);
    const Index numbers = read.count(CellKind::Number) + read.count(CellKind::NonFinite);
    const bool numeric = present == 0 || double(numbers) > kNumberShare * double(present);

    Column column;
    column.name = std::move(name);
    column.values.reserve(cells.size());
    if (type == ColumnType::Number || (!type && numeric && !holdsTwoValues(read))) {
        if (present > 0 && numbers == 0)
            throw doesNotFit(column.name, ColumnType::Number, "none of its cells is a number");
        fillNumbers(read, column);
        report(ProblemCode::NonFiniteCell, CellKind::NonFinite, read, column.name, origin, problems);
        report(ProblemCode::TextInNumericColumn, CellKind::Text, read, column.name, origin, problems);
        return column;
    }
    if (numeric && type.value_or(ColumnType::Binary) == ColumnType::Binary) {
        report(ProblemCode::NonFiniteCell, CellKind::NonFinite, read, column.name, origin, problems);
        std::replace(read.kinds.begin(), read.kinds.end(), CellKind::NonFinite, CellKind::Missing);
    }
    fillCategories(read, column);
    column.type = type.value_or(typeByCategories(column));
    if (type == ColumnType::Binary && column.categories.size() != 2)
        throw doesNotFit(column.name, ColumnType::Binary,
                         "it has " + std::to_string(column.categories.size()) + " different values");
    return column;
}

}  // namespace latentscape
