#include "core/data/dataset.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <filesystem>

namespace latentscape {
namespace {

struct TypeName {
    ColumnType type;
    std::string_view name;
};

constexpr std::array<TypeName, 6> kTypeNames{{{ColumnType::Number, "number"},
                                              {ColumnType::Count, "count"},
                                              {ColumnType::Binary, "binary"},
                                              {ColumnType::Category, "category"},
                                              {ColumnType::DateTime, "date"},
                                              {ColumnType::Text, "text"}}};

// Beyond this a double no longer holds every whole number, and fixed notation would show digits that mean
// nothing.
constexpr double kLargestFixed = 1e15;
// Below this a cell written with an exponent has hardly a digit left within kMaxDecimals.
constexpr double kSmallestFixed = 1e-10;

bool readsBestInFixedNotation(double value, int decimals) {
    const double size = std::abs(value);
    return size == 0 || (size < kLargestFixed && (decimals < kMaxDecimals || size >= kSmallestFixed));
}

std::string numberText(double value, int decimals) {
    std::array<char, 64> buffer;
    char* const end = buffer.data() + buffer.size();
    const std::to_chars_result written =
        readsBestInFixedNotation(value, decimals)
            ? std::to_chars(buffer.data(), end, value, std::chars_format::fixed, decimals)
            : std::to_chars(buffer.data(), end, value);
    std::string text(buffer.data(), written.ptr);
    // A small negative number that is rounded to nothing reads as 0.0, not -0.0.
    if (text.find_first_not_of("-0.") == std::string::npos && text.front() == '-')
        text.erase(0, 1);
    return text;
}

}  // namespace

std::string_view toString(ColumnType type) {
    for (const TypeName& entry : kTypeNames) {
        if (entry.type == type)
            return entry.name;
    }
    return {};
}

ColumnType columnTypeFromString(std::string_view text) {
    std::string choices;
    for (const TypeName& entry : kTypeNames) {
        if (entry.name == text)
            return entry.type;
        choices += (choices.empty() ? "" : ", ") + std::string(entry.name);
    }
    throw Error(ProblemCode::UnknownType, {{"text", std::string(text)}, {"choices", choices}});
}

std::string Column::cellText(Index row) const {
    return missing[std::size_t(row)] ? std::string() : valueText(values[std::size_t(row)]);
}

std::string Column::valueText(double value) const {
    if (type == ColumnType::DateTime)
        return dateTimeText(value, precision);
    if (!hasCategories())
        return numberText(value, decimals);
    if (categories.empty() || std::isnan(value))
        return {};
    return categories[std::size_t(std::clamp(std::round(value), 0.0, double(categories.size() - 1)))];
}

std::string Column::fileText(double value) const {
    return type == ColumnType::DateTime ? dateTimeText(value, precision, notation) : valueText(value);
}

Dataset::Dataset(std::string name, std::string path, std::vector<Column> columns, Problems problems)
    : m_name(std::move(name)),
      m_path(std::move(path)),
      m_columns(std::move(columns)),
      m_problems(std::move(problems)),
      m_rows(m_columns.empty() ? 0 : Index(m_columns.front().values.size())) {
    assert(std::all_of(m_columns.begin(), m_columns.end(), [this](const Column& column) {
        return Index(column.values.size()) == m_rows && Index(column.missing.size()) == m_rows;
    }));
}

std::optional<Index> Dataset::indexOf(std::string_view name) const {
    const auto found = std::find_if(m_columns.begin(), m_columns.end(),
                                    [name](const Column& column) { return column.name == name; });
    if (found == m_columns.end())
        return std::nullopt;
    return found - m_columns.begin();
}

Index Dataset::missingCount() const {
    Index count = 0;
    for (const Column& column : m_columns)
        count += column.missingCount();
    return count;
}

std::string nameFromPath(const std::string& path) {
    return std::filesystem::path(path).stem().string();
}

Error unknownColumn(const std::string& column, const std::string& file, std::span<const std::string> known) {
    constexpr std::size_t kMostNames = 40;
    std::string names;
    for (const std::string& name : known.first(std::min(known.size(), kMostNames)))
        names += (names.empty() ? "" : ", ") + name;
    if (known.size() > kMostNames)
        names += ", …";
    return Error(ProblemCode::UnknownColumn, {{"column", column}, {"file", file}, {"columns", names}});
}

}  // namespace latentscape
