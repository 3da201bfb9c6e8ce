#include "core/data/date_column.h"

#include <algorithm>
#include <array>

namespace latentscape {
namespace {

DateReading readDatesAs(DateOrder order, std::span<const std::string_view> texts,
                        const DistinctCells& cells) {
    DateReading reading{.notation = {.order = order}};
    bool padded = true;
    reading.moments.reserve(texts.size());
    std::optional<Index> firstRow;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        reading.moments.push_back(parseDateTime(texts[i], order));
        if (!reading.moments.back())
            continue;
        reading.count += cells.texts[i].count;
        const DateNotation notation = notationOf(texts[i], order);
        padded = padded && notation.padded;
        if (!firstRow || cells.texts[i].firstRow < *firstRow) {
            firstRow = cells.texts[i].firstRow;
            reading.example = texts[i];
            reading.notation = notation;
        }
    }
    reading.notation.padded = padded;
    return reading;
}

/// Whether day and month may change places without a change of any date.
bool meanTheSame(const DateReading& a, const DateReading& b) {
    return a.moments == b.moments;
}

template <class Number>
std::vector<Number> valuesOfRows(std::span<const std::uint32_t> ids, std::span<const double> values) {
    std::vector<Number> rows;
    rows.reserve(ids.size());
    for (const std::uint32_t id : ids)
        rows.push_back(Number(values[id]));
    return rows;
}

}  // namespace

DateReading readDates(std::span<const std::string_view> texts, const DistinctCells& cells) {
    DateReading yearFirst = readDatesAs(DateOrder::YearMonthDay, texts, cells);
    DateReading monthFirst = readDatesAs(DateOrder::MonthDayYear, texts, cells);
    DateReading dayFirst = readDatesAs(DateOrder::DayMonthYear, texts, cells);
    if (yearFirst.count >= std::max(monthFirst.count, dayFirst.count))
        return yearFirst;
    if (dayFirst.count > monthFirst.count)
        return dayFirst;
    monthFirst.ambiguous = dayFirst.count == monthFirst.count && !meanTheSame(monthFirst, dayFirst);
    return monthFirst;
}

void fillDates(const DateReading& dates, std::span<const std::uint32_t> ids, Column& column) {
    FloatFit floats;
    std::vector<double> seconds;
    std::vector<unsigned char> missing;
    for (const std::optional<DateTime>& moment : dates.moments) {
        seconds.push_back(moment ? moment->seconds : 0);
        missing.push_back(moment ? 0 : 1);
        floats.add(seconds.back());
        if (moment)
            column.precision = std::max(column.precision, moment->precision);
    }
    column.type = ColumnType::DateTime;
    column.notation = dates.notation;
    fillRows(ids, seconds, missing, floats, kMaxDecimals, column);
}

void fillRows(std::span<const std::uint32_t> ids, std::span<const double> values,
              std::span<const unsigned char> missing, const FloatFit& fit, int decimals, Column& column) {
    if (fit.fits(decimals))
        column.values = fit.values(valuesOfRows<float>(ids, values), decimals);
    else
        column.values = valuesOfRows<double>(ids, values);
    column.missing = MissingMask(ids.size());
    if (std::find(missing.begin(), missing.end(), 1) == missing.end())
        return;
    for (std::size_t row = 0; row < ids.size(); ++row) {
        if (missing[ids[row]])
            column.missing.setMissing(row);
    }
}

}  // namespace latentscape
