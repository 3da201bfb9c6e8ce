#include "core/data/date_time.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>

namespace latentscape {
namespace {

constexpr double kMinute = 60;
constexpr double kHour = 3600;
constexpr double kDay = 86400;

/// Takes digits and marks from the front of a text.
class Cursor {
public:
    explicit Cursor(std::string_view text) : m_text(text) {}

    bool atEnd() const { return m_text.empty(); }
    bool takes(char character) {
        if (!m_text.starts_with(character))
            return false;
        m_text.remove_prefix(1);
        return true;
    }
    /// The first of `characters` that is next, which is taken; 0 if none is.
    char takesOneOf(std::string_view characters) {
        if (atEnd() || characters.find(m_text.front()) == std::string_view::npos)
            return 0;
        const char taken = m_text.front();
        m_text.remove_prefix(1);
        return taken;
    }
    /// A whole number of `fewest` to `most` digits, as many as there are; a further digit is an error too.
    std::optional<int> number(std::size_t fewest, std::size_t most) {
        std::size_t digits = 0;
        int value = 0;
        for (; digits < m_text.size() && isDigit(m_text[digits]); ++digits) {
            if (digits == most)
                return std::nullopt;
            value = 10 * value + (m_text[digits] - '0');
        }
        if (digits < fewest)
            return std::nullopt;
        m_text.remove_prefix(digits);
        return value;
    }
    /// The digits behind a decimal point as a part of one; empty if there is no digit.
    std::optional<double> fraction() {
        double value = 0;
        double place = 0.1;
        std::size_t digits = 0;
        for (; digits < m_text.size() && isDigit(m_text[digits]); ++digits, place /= 10)
            value += place * (m_text[digits] - '0');
        m_text.remove_prefix(digits);
        return digits > 0 ? std::optional(value) : std::nullopt;
    }

private:
    static bool isDigit(char character) { return character >= '0' && character <= '9'; }

    std::string_view m_text;
};

std::optional<double> takeDay(Cursor& cursor, DateOrder order) {
    const bool yearFirst = order == DateOrder::YearMonthDay;
    const std::optional<int> first = yearFirst ? cursor.number(4, 4) : cursor.number(1, 2);
    const char separator = first ? cursor.takesOneOf("-/.") : '\0';
    const std::optional<int> second = separator ? cursor.number(1, 2) : std::nullopt;
    if (!second || !cursor.takes(separator))
        return std::nullopt;
    const std::optional<int> third = yearFirst ? cursor.number(1, 2) : cursor.number(4, 4);
    if (!third)
        return std::nullopt;
    const int year = yearFirst ? *first : *third;
    const int month = order == DateOrder::MonthDayYear ? *first : *second;
    const int day = yearFirst ? *third : order == DateOrder::MonthDayYear ? *second : *first;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(unsigned(month)),
                                           std::chrono::day(unsigned(day))};
    if (!date.ok())
        return std::nullopt;
    return kDay * double(std::chrono::sys_days(date).time_since_epoch().count());
}

/// `14:05[:09[.250]]`; adds it to `moment`. False if it is none.
bool takeTime(Cursor& cursor, DateTime& moment) {
    const std::optional<int> hour = cursor.number(1, 2);
    const std::optional<int> minute = hour && cursor.takes(':') ? cursor.number(2, 2) : std::nullopt;
    if (!minute || *hour > 23 || *minute > 59)
        return false;
    moment.seconds += kHour * *hour + kMinute * *minute;
    moment.precision = DateTimePrecision::Minute;
    if (!cursor.takes(':'))
        return true;
    const std::optional<int> second = cursor.number(2, 2);
    if (!second || *second > 59)
        return false;
    moment.seconds += *second;
    moment.precision = DateTimePrecision::Second;
    if (!cursor.takesOneOf(".,"))
        return true;
    const std::optional<double> fraction = cursor.fraction();
    if (!fraction)
        return false;
    moment.seconds += *fraction;
    moment.precision = DateTimePrecision::Millisecond;
    return true;
}

/// `Z`, `+02:00`, `-0530`, `+02`, or nothing; takes the offset from `moment`. False if it is something else.
bool takeZone(Cursor& cursor, DateTime& moment) {
    if (cursor.atEnd() || cursor.takesOneOf("Zz"))
        return true;
    const char sign = cursor.takesOneOf("+-");
    if (!sign)
        return false;
    // Hours and minutes may stand together.
    std::optional<int> hours = cursor.number(1, 4);
    std::optional<int> minutes = 0;
    if (hours && *hours > 99) {
        minutes = *hours % 100;
        hours = *hours / 100;
    } else if (cursor.takes(':')) {
        minutes = cursor.number(2, 2);
    }
    if (!hours || !minutes || *hours > 23 || *minutes > 59)
        return false;
    moment.seconds += (sign == '-' ? 1 : -1) * (kHour * *hours + kMinute * *minutes);
    return true;
}

}  // namespace

std::optional<DateTime> parseDateTime(std::string_view cell, DateOrder order) {
    const std::size_t first = cell.find_first_not_of(" \t");
    // The shortest is `1/1/2024`.
    if (first == std::string_view::npos || cell.size() - first < 8 || cell[first] < '0' || cell[first] > '9')
        return std::nullopt;
    Cursor cursor(cell.substr(first, cell.find_last_not_of(" \t") - first + 1));
    const std::optional<double> day = takeDay(cursor, order);
    if (!day)
        return std::nullopt;
    DateTime moment{.seconds = *day};
    if (cursor.takesOneOf("T ")) {
        if (!takeTime(cursor, moment))
            return std::nullopt;
        cursor.takes(' ');
        if (!takeZone(cursor, moment))
            return std::nullopt;
    }
    return cursor.atEnd() ? std::optional(moment) : std::nullopt;
}

DateNotation notationOf(std::string_view cell, DateOrder order) {
    constexpr std::string_view kDigits = "0123456789";
    const std::size_t start = cell.find_first_not_of(" \t");
    const std::size_t first = cell.find_first_not_of(kDigits, start);
    const std::size_t second = cell.find_first_not_of(kDigits, first + 1);
    const std::size_t end = std::min(cell.find_first_not_of(kDigits, second + 1), cell.size());
    const bool yearFirst = order == DateOrder::YearMonthDay;
    const std::size_t ownLength = yearFirst ? end - second - 1 : first - start;
    DateNotation notation{
        .order = order, .separator = cell[first], .padded = ownLength > 1 && second - first > 2};
    if (end < cell.size() && cell.find_first_of(kDigits, end) == end + 1)
        notation.beforeTime = cell[end];
    return notation;
}

std::string dateTimeText(double seconds, DateTimePrecision precision, const DateNotation& notation) {
    using namespace std::chrono;
    constexpr double kUnits[]{kDay, kMinute, 1, 0.001};
    const double unit = kUnits[std::size_t(precision)];
    // From year 0 to 9999, within which years have four digits.
    constexpr double kEarliest = -62167219200.0;
    constexpr double kLatest = 253402300799.0;
    if (!(seconds >= kEarliest && seconds <= kLatest))
        return {};
    const auto units =
        std::int64_t(std::floor(seconds / unit + (precision == DateTimePrecision::Day ? 0 : 0.5)));
    const milliseconds moment(std::int64_t(unit * 1000) * units);
    const sys_days dayOfMoment = floor<days>(sys_time<milliseconds>(moment));
    const year_month_day date(dayOfMoment);
    const hh_mm_ss time(sys_time<milliseconds>(moment) - dayOfMoment);

    std::array<char, 64> text;
    int size = 0;
    const auto append = [&](const char* format, auto... values) {
        size += std::snprintf(text.data() + size, text.size() - std::size_t(size), format, values...);
    };
    const char separator = notation.separator;
    const int digits = notation.padded ? 2 : 1;
    const bool monthFirst = notation.order == DateOrder::MonthDayYear;
    const unsigned day = unsigned(date.day());
    const unsigned month = unsigned(date.month());
    if (notation.order == DateOrder::YearMonthDay)
        append("%04d%c%0*u%c%0*u", int(date.year()), separator, digits, month, separator, digits, day);
    else
        append("%0*u%c%0*u%c%04d", digits, monthFirst ? month : day, separator, digits,
               monthFirst ? day : month, separator, int(date.year()));
    if (precision >= DateTimePrecision::Minute)
        append("%c%02ld:%02ld", notation.beforeTime, long(time.hours().count()),
               long(time.minutes().count()));
    if (precision >= DateTimePrecision::Second)
        append(":%02ld", long(time.seconds().count()));
    if (precision == DateTimePrecision::Millisecond)
        append(".%03ld", long(time.subseconds().count()));
    return std::string(text.data(), std::size_t(size));
}

}  // namespace latentscape
