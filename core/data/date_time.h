#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace latentscape {

/// In which order a date's parts are written. With the year first there is no doubt; `03/04/2024` is a day in
/// March or in April.
enum class DateOrder { YearMonthDay, DayMonthYear, MonthDayYear };

enum class DateTimePrecision { Day, Minute, Second, Millisecond };

/// A day or a moment as a number.
struct DateTime {
    /// Since 1970-01-01T00:00:00 UTC (a cell without a zone is taken as UTC), leap seconds not counted.
    double seconds = 0;
    DateTimePrecision precision = DateTimePrecision::Day;

    bool operator==(const DateTime&) const = default;
};

/// How a file writes its dates; ISO 8601 unless told.
struct DateNotation {
    DateOrder order = DateOrder::YearMonthDay;
    /// Between the parts of a day.
    char separator = '-';
    /// Whether days and months below ten have two digits.
    bool padded = true;
    /// Between day and time.
    char beforeTime = 'T';

    bool operator==(const DateNotation&) const = default;
};

/// The date, with or without a time, that the whole cell spells (blanks around allowed), independent of any
/// locale: `2024-03-31`, `2024/3/31`, `31.03.2024`, `3/31/2024`, then, after `T` or a blank, `14:05`,
/// `14:05:09`, `14:05:09.250`, then `Z`, `+02:00`, `+0200` or nothing. Years have four digits. Empty if the
/// cell is anything else, or a day that does not exist.
std::optional<DateTime> parseDateTime(std::string_view cell, DateOrder order);

/// What a cell, which parseDateTime() understands in that order, shows of the notation: of a day such as
/// `12/31/2024` that days below ten have two digits, as nothing speaks against it.
DateNotation notationOf(std::string_view cell, DateOrder order);

/// The moment in UTC, as ISO 8601 writes it unless told otherwise: `2024-03-31`, `2024-03-31T14:05`, `…:09`,
/// `…:09.250`; rounded to the precision. Empty for what is not finite or lies outside the years 0 to 9999.
std::string dateTimeText(double seconds, DateTimePrecision precision, const DateNotation& notation = {});

}  // namespace latentscape
