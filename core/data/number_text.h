#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace latentscape {

/// How numbers are spelled.
struct NumberFormat {
    char decimal = '.';
    /// Between groups of three digits in front of the decimal mark; 0 where numbers have none.
    char thousands = 0;

    bool operator==(const NumberFormat&) const = default;
};

/// `text` without the blanks and tabs around it.
std::string_view trimmed(std::string_view text);

/// The number that the whole cell spells (`-1.5e3`, blanks around allowed), independent of any locale and
/// exact to the last bit; empty if the cell is anything else. Thousands separators stand between all groups
/// or between none. May be infinite, never NaN.
std::optional<double> parseNumber(std::string_view cell, const NumberFormat& format = {});

/// Decimals needed to write the number of `text` without an exponent: 1 for `2.5`, 4 for `1.5e-3`, 0 for
/// `1.5e3`; at most kMaxDecimals. A percent sign does not count.
int decimalsOf(std::string_view text, char decimal = '.');

/// A number in the usual spelling, and where it ends.
struct PlainNumber {
    /// The character behind the number; null if no number in the usual spelling stands there.
    const char* end = nullptr;
    double value = 0;
    /// Digits behind the decimal mark.
    int decimals = 0;
};

/// Takes digits from `at` on behind those in `digits`. Eight characters at a time where so many are left
/// before `end` (Lemire 2018, "Quickly parsing eight digits"); else one at a time up to the first that is no
/// digit.
inline const char* takeDigits(const char* at, const char* end, std::uint64_t& digits) {
    const auto digit = [](char character) { return unsigned(static_cast<unsigned char>(character)) - '0'; };
    if constexpr (std::endian::native == std::endian::little) {
        constexpr std::array<std::uint64_t, 8> kPowers{1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};
        if (end - at >= 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, at, sizeof word);
            // A digit becomes its value; in any other byte a bit of the upper half is set now or after
            // adding 6.
            word ^= 0x3030303030303030U;
            const std::uint64_t others = ((word + 0x0606060606060606U) | word) & 0xF0F0F0F0F0F0F0F0U;
            const int count = std::countr_zero(others) / 8;
            if (count == 0)
                return at;
            if (count < 8) {
                // Zeros in front; then pairs, fours and eight digits are joined.
                word <<= 8 * (8 - count);
                word = word * 10 + (word >> 8);
                word = (((word & 0x000000FF000000FFU) * 0x000F424000000064U) +
                        (((word >> 16) & 0x000000FF000000FFU) * 0x0000271000000001U)) >>
                       32;
                digits = digits * kPowers[std::size_t(count)] + std::uint32_t(word);
                return at + count;
            }
        }
    }
    for (; digit(*at) < 10; ++at)
        digits = 10 * digits + digit(*at);
    return at;
}

/// Reads an optional minus sign and at most 15 digits with an optional decimal mark, as nearly all cells are
/// spelled, from `at` on. The text ends at `end`; the character there can be read and belongs to no number.
/// Exact: below 2^53 the digits are a double, and so is a power of ten up to 22; of two doubles the division
/// is rounded once (Clinger 1990, "How to read floating point numbers accurately").
inline PlainNumber readPlainNumber(const char* at, const char* end, char decimal) {
    constexpr std::array<double, 16> kPowers{1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                             1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    constexpr std::ptrdiff_t kMostDigits = 15;
    const auto digit = [](char character) { return unsigned(static_cast<unsigned char>(character)) - '0'; };
    const bool negative = *at == '-';
    at += negative ? 1 : 0;
    const char* const first = at;
    std::uint64_t digits = 0;
    for (; digit(*at) < 10; ++at)
        digits = 10 * digits + digit(*at);
    std::ptrdiff_t count = at - first;
    std::ptrdiff_t decimals = 0;
    if (*at == decimal) {
        const char* const part = ++at;
        at = takeDigits(at, end, digits);
        decimals = at - part;
        count += decimals;
    }
    if (count == 0 || count > kMostDigits)
        return {};
    const double size = double(digits) / kPowers[std::size_t(decimals)];
    return {.end = at, .value = negative ? -size : size, .decimals = int(decimals)};
}

}  // namespace latentscape
