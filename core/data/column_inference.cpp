#include "core/data/column_inference.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/data/date_column.h"
#include "core/data/float_fit.h"

namespace latentscape {
namespace {

/// A column's different texts, read as far as that is possible without its type.
struct ReadTexts {
    const DistinctCells& cells;
    std::vector<CellReading> readings;

    std::string_view text(std::size_t place) const { return cells.texts[place].text; }
    Index count(CellKind kind) const {
        Index count = 0;
        for (std::size_t i = 0; i < readings.size(); ++i)
            count += readings[i].kind == kind ? cells.texts[i].count : 0;
        return count;
    }
};

/// Numbers with a percent sign and numbers without one do not mix: the rarer ones are texts.
void settlePercents(ReadTexts& read) {
    const bool percents = read.count(CellKind::Percent) > read.count(CellKind::Number);
    for (CellReading& reading : read.readings) {
        if (reading.kind == (percents ? CellKind::Number : CellKind::Percent))
            reading = {.kind = CellKind::Text};
        else if (reading.kind == CellKind::Percent)
            reading.kind = CellKind::Number;
    }
}

ReadTexts readTexts(const DistinctCells& cells, const CellRules& rules) {
    ReadTexts read{cells, {}};
    read.readings.reserve(cells.texts.size());
    for (const DistinctText& distinct : cells.texts)
        read.readings.push_back(rules.read(distinct.text));
    settlePercents(read);
    return read;
}

/// Refuses all texts of one kind, and reports them.
void refuse(CellKind kind, ProblemCode reason, const ColumnContext& context, ReadTexts& read,
            InferredColumn& inferred, Problems& problems) {
    const DistinctText* first = nullptr;
    const Index count = read.count(kind);
    for (std::size_t i = 0; i < read.readings.size(); ++i) {
        if (read.readings[i].kind != kind)
            continue;
        inferred.refused.push_back({i, reason});
        if (!first || read.cells.texts[i].firstRow < first->firstRow)
            first = &read.cells.texts[i];
        read.readings[i].kind = CellKind::Missing;
    }
    if (first)
        problems.push_back(refusedCells(reason, context, first->text, first->firstLine, count));
}

/// The number of each text, by row. Texts that are no numbers are missing.
void fillNumbers(const ReadTexts& read, char decimal, Column& column) {
    FloatFit floats;
    for (std::size_t i = 0; i < read.readings.size(); ++i) {
        if (read.readings[i].kind != CellKind::Number)
            continue;
        floats.add(read.readings[i].number);
        column.decimals = std::max(column.decimals, decimalsOf(read.text(i), decimal));
    }
    std::vector<double> numbers;
    std::vector<unsigned char> missing;
    for (const CellReading& reading : read.readings) {
        numbers.push_back(reading.kind == CellKind::Number ? reading.number : 0);
        missing.push_back(reading.kind == CellKind::Number ? 0 : 1);
    }
    fillRows(read.cells.ids, numbers, missing, floats, column.decimals, column);
}

/// Gives each different value a place in `column.categories`: numbers first, ascending; then texts.
void fillCategories(const ReadTexts& read, Column& column) {
    const auto isText = [&](std::size_t place) { return read.readings[place].kind == CellKind::Text; };
    const auto number = [&](std::size_t place) { return read.readings[place].number; };
    const auto precedes = [&](std::size_t a, std::size_t b) {
        if (isText(a) || isText(b))
            return isText(a) && isText(b) ? read.text(a) < read.text(b) : isText(b);
        return number(a) < number(b);
    };
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < read.readings.size(); ++i) {
        if (read.readings[i].kind != CellKind::Missing)
            order.push_back(i);
    }
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        if (precedes(a, b) || precedes(b, a))
            return precedes(a, b);
        return read.cells.texts[a].firstRow < read.cells.texts[b].firstRow;
    });

    // `1` and `1.0` are neighbours now and share one category, called as the file spells it first.
    std::vector<double> categories(read.readings.size(), 0);
    std::vector<unsigned char> missing(read.readings.size(), 1);
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (i == 0 || precedes(order[i - 1], order[i]))
            column.categories.emplace_back(read.text(order[i]));
        categories[order[i]] = double(column.categories.size() - 1);
        missing[order[i]] = 0;
    }
    FloatFit floats;
    for (const double category : categories)
        floats.add(category);
    fillRows(read.cells.ids, categories, missing, floats, 0, column);
}

/// Whether exactly two different values occur, infinite ones aside.
bool holdsTwoValues(const ReadTexts& read) {
    const auto differ = [&read](std::size_t a, std::size_t b) {
        if (read.readings[a].kind != read.readings[b].kind)
            return true;
        return read.readings[a].kind == CellKind::Text ? read.text(a) != read.text(b)
                                                       : read.readings[a].number != read.readings[b].number;
    };
    std::optional<std::size_t> first;
    std::optional<std::size_t> second;
    for (std::size_t i = 0; i < read.readings.size(); ++i) {
        if (read.readings[i].kind == CellKind::Missing || read.readings[i].kind == CellKind::NonFinite)
            continue;
        if (!first)
            first = i;
        else if (!second && differ(i, *first))
            second = i;
        else if (second && differ(i, *first) && differ(i, *second))
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

/// Makes texts of the numbers that count nothing.
void markNoCounts(ReadTexts& read) {
    for (CellReading& reading : read.readings) {
        if (reading.kind == CellKind::Number &&
            (reading.number < 0 || reading.number != std::floor(reading.number)))
            reading.kind = CellKind::Text;
    }
}

void makeNumbers(const ColumnContext& context, ReadTexts& read, InferredColumn& inferred,
                 Problems& problems) {
    const bool counts = context.type == ColumnType::Count;
    if (counts)
        markNoCounts(read);
    refuse(CellKind::NonFinite, ProblemCode::NonFiniteCell, context, read, inferred, problems);
    refuse(CellKind::Text, counts ? ProblemCode::NotACount : ProblemCode::TextInNumericColumn, context, read,
           inferred, problems);
    fillNumbers(read, context.rules.format().decimal, inferred.column);
    inferred.column.type = counts ? ColumnType::Count : ColumnType::Number;
}

void makeDates(const ColumnContext& context, const DateReading& dates, ReadTexts& read,
               InferredColumn& inferred, Problems& problems) {
    for (std::size_t i = 0; i < read.readings.size(); ++i) {
        if (read.readings[i].kind != CellKind::Missing)
            read.readings[i].kind = dates.moments[i] ? CellKind::Number : CellKind::Text;
    }
    refuse(CellKind::Text, ProblemCode::NotADate, context, read, inferred, problems);
    fillDates(dates, read.cells.ids, inferred.column);
    if (dates.ambiguous)
        problems.push_back(
            {ProblemCode::DateOrderAmbiguous,
             {{"file", context.file}, {"column", context.name}, {"text", std::string(dates.example)}}});
}

}  // namespace

InferredColumn inferColumn(const ColumnContext& context, const DistinctCells& cells, Problems& problems) {
    const std::optional<ColumnType> type = context.type;
    ReadTexts read = readTexts(cells, context.rules);
    const Index present = Index(cells.ids.size()) - read.count(CellKind::Missing);
    const Index numbers = read.count(CellKind::Number) + read.count(CellKind::NonFinite);
    const bool numeric = present == 0 || double(numbers) > kNumberShare * double(present);

    InferredColumn inferred;
    inferred.column.name = context.name;
    if (type == ColumnType::DateTime || (!type && !numeric)) {
        std::vector<std::string_view> texts;
        for (std::size_t i = 0; i < cells.texts.size(); ++i)
            texts.push_back(read.readings[i].kind == CellKind::Missing ? std::string_view()
                                                                       : cells.texts[i].text);
        const DateReading dates = readDates(texts, cells);
        if (type && present > 0 && dates.count == 0)
            throw typeDoesNotFit(context.name, *type, "none of its cells is a date");
        if (type || double(dates.count) > kNumberShare * double(present)) {
            makeDates(context, dates, read, inferred, problems);
            return inferred;
        }
    }
    const bool toldNumber = type == ColumnType::Number || type == ColumnType::Count;
    const bool onlyNumbers = read.count(CellKind::Text) == 0;
    if (toldNumber || (!type && numeric && (!holdsTwoValues(read) || (context.inSeries && onlyNumbers)))) {
        if (present > 0 && numbers == 0)
            throw typeDoesNotFit(context.name, *type, "none of its cells is a number");
        makeNumbers(context, read, inferred, problems);
        return inferred;
    }
    if (numeric && type.value_or(ColumnType::Binary) == ColumnType::Binary)
        refuse(CellKind::NonFinite, ProblemCode::NonFiniteCell, context, read, inferred, problems);
    fillCategories(read, inferred.column);
    inferred.column.type = type.value_or(typeByCategories(inferred.column));
    if (type == ColumnType::Binary && inferred.column.categories.size() != 2)
        throw typeDoesNotFit(
            context.name, *type,
            "it has " + std::to_string(inferred.column.categories.size()) + " different values");
    return inferred;
}

Problem refusedCells(ProblemCode reason, const ColumnContext& context, std::string_view text, long line,
                     Index count) {
    return {reason,
            {{"file", context.file},
             {"line", std::to_string(line)},
             {"column", context.name},
             {"text", excerpt(text)},
             {"count", std::to_string(count)}}};
}

Error typeDoesNotFit(const std::string& column, ColumnType type, const std::string& reason) {
    return Error(ProblemCode::TypeDoesNotFit,
                 {{"column", column}, {"type", std::string(toString(type))}, {"reason", reason}});
}

std::string excerpt(std::string_view text) {
    constexpr std::size_t kLongest = 40;
    if (text.size() <= kLongest)
        return std::string(text);
    std::size_t end = kLongest;
    while (end > 0 && (text[end] & 0xC0) == 0x80)  // never within a UTF-8 character
        --end;
    return std::string(text.substr(0, end)) + "…";
}

}  // namespace latentscape
