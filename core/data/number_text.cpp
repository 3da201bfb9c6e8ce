#include "core/data/number_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include "core/data/dataset.h"

namespace latentscape {
namespace {

bool isDigit(char character) {
    return character >= '0' && character <= '9';
}

/// Whether thousands separators split the whole part of a number into groups of three digits.
bool isGrouped(std::string_view whole, char thousands) {
    std::size_t separator = whole.find(thousands);
    if (separator == 0 || separator > 3)
        return false;
    for (; separator < whole.size(); separator += 4) {
        const std::string_view group = whole.substr(separator + 1, 3);
        const std::size_t next = separator + 4;
        if (whole[separator] != thousands || group.size() != 3 ||
            !std::all_of(group.begin(), group.end(), isDigit) ||
            (next < whole.size() && next + 4 > whole.size()))
            return false;
    }
    return true;
}

/// The number as C spells it; empty if its separators do not stand where they may.
std::optional<std::string> inCSpelling(std::string_view text, const NumberFormat& format) {
    const std::string_view sign = text.substr(0, text.starts_with('-') || text.starts_with('+') ? 1 : 0);
    text.remove_prefix(sign.size());
    const auto wholeEnd = std::find_if(text.begin(), text.end(), [&format](char character) {
        return !isDigit(character) && (character != format.thousands || format.thousands == 0);
    });
    const std::string_view whole = text.substr(0, std::size_t(wholeEnd - text.begin()));
    std::string_view rest = text.substr(whole.size());
    std::string spelled(sign);
    if (format.thousands != 0 && whole.find(format.thousands) != std::string_view::npos) {
        if (!isGrouped(whole, format.thousands))
            return std::nullopt;
        std::copy_if(whole.begin(), whole.end(), std::back_inserter(spelled), isDigit);
    } else {
        spelled += whole;
    }
    if (rest.starts_with(format.decimal)) {
        spelled += '.';
        rest.remove_prefix(1);
    }
    if (rest.find('.') != std::string_view::npos)
        return std::nullopt;
    return spelled.append(rest);
}

std::optional<double> parseCNumber(std::string_view text) {
    if (text.starts_with('+') && !text.starts_with("+-"))
        text.remove_prefix(1);
    double number = 0;
    const std::from_chars_result read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec == std::errc::invalid_argument || read.ptr != text.data() + text.size() || std::isnan(number))
        return std::nullopt;
    if (read.ec == std::errc::result_out_of_range) {
        // Too large or too small: the place of the first digit that counts tells which.
        const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
        const std::size_t mark = std::min(digits.find_first_of("eE"), digits.size());
        const std::string_view mantissa = digits.substr(0, mark);
        const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
        const std::size_t leading = mantissa.find_first_not_of("0.");
        const bool tiny = mark == digits.size() ? leading == std::string_view::npos || leading > point
                                                : digits[mark + 1] == '-';
        const double size = tiny ? 0.0 : std::numeric_limits<double>::infinity();
        return text.starts_with('-') ? -size : size;
    }
    return number;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<double> parseNumber(std::string_view cell, const NumberFormat& format) {
    const std::string_view text = trimmed(cell);
    if (format == NumberFormat{})
        return parseCNumber(text);
    const std::optional<std::string> spelled = inCSpelling(text, format);
    return spelled ? parseCNumber(*spelled) : std::nullopt;
}

int decimalsOf(std::string_view text, char decimal) {
    if (text.ends_with('%'))
        text = trimmed(text.substr(0, text.size() - 1));
    const std::size_t exponentMark = text.find_first_of("eE");
    const std::string_view mantissa = text.substr(0, exponentMark);
    const std::size_t point = mantissa.find(decimal);
    long decimals = point == std::string_view::npos ? 0 : long(mantissa.size() - point - 1);
    if (exponentMark != std::string_view::npos) {
        const std::size_t sign = text.substr(exponentMark + 1).starts_with('+') ? 1 : 0;
        const std::string_view digits = text.substr(exponentMark + 1 + sign);
        long exponent = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
        decimals -= std::clamp(exponent, -1000L, 1000L);
    }
    return int(std::clamp(decimals, 0L, long(kMaxDecimals)));
}

}  // namespace latentscape
