#include "core/report/markup.h"

#include <array>
#include <charconv>
#include <cmath>

namespace latentscape {
namespace {

constexpr const char* kReplacement = "\xEF\xBF\xBD";
constexpr const char* kNoNumber = "\u2013";
constexpr const char* kMinus = "\u2212";

// Beyond these, an exponent is easier to read than zeros.
constexpr double kLeastPlain = 1e-4;
constexpr double kMostPlain = 1e7;

/// Bytes of the character that begins at `at`, 0 if they are no UTF-8 or no character of XML.
std::size_t characterBytes(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t place) {
        return place < text.size() ? static_cast<unsigned char>(text[place]) : 0U;
    };
    const unsigned first = byte(at);
    if (first < 0x80)
        return first >= 0x20 || first == '\t' || first == '\n' ? 1 : 0;
    const std::size_t count = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4)
        return 0;
    unsigned code = first & (0xFFU >> (count + 1));
    for (std::size_t i = 1; i < count; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80)
            return 0;
        code = code << 6 | (byte(at + i) & 0x3FU);
    }
    const bool tooLong = (count == 3 && code < 0x800) || (count == 4 && code < 0x10000);
    const bool isSurrogate = code >= 0xD800 && code < 0xE000;
    const bool isControl = code >= 0x80 && code < 0xA0;
    return tooLong || isSurrogate || isControl || (code & 0xFFFEU) == 0xFFFE || code > 0x10FFFF ? 0 : count;
}

std::string withMinus(std::string text) {
    return text.starts_with('-') ? kMinus + text.substr(1) : text;
}

std::string written(double value, std::chars_format format, int precision) {
    std::array<char, 400> buffer;
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format, precision).ptr;
    return {buffer.data(), end};
}

}  // namespace

std::string escaped(std::string_view text) {
    std::string markup;
    markup.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t bytes = characterBytes(text, at);
        const char character = text[at];
        if (bytes == 0)
            markup += kReplacement;
        else if (character == '&')
            markup += "&amp;";
        else if (character == '<')
            markup += "&lt;";
        else if (character == '>')
            markup += "&gt;";
        else if (character == '"')
            markup += "&quot;";
        else if (character == '\'')
            markup += "&#39;";
        else
            markup += text.substr(at, bytes);
        at += std::max<std::size_t>(bytes, 1);
    }
    return markup;
}

std::string fixedNumber(double value, int decimals) {
    if (!std::isfinite(value))
        return kNoNumber;
    const std::string text = written(value, std::chars_format::fixed, decimals);
    return text.find_first_not_of("-0.") == std::string::npos && text.starts_with('-') ? text.substr(1)
                                                                                       : withMinus(text);
}

std::string readableNumber(double value, int digits) {
    if (!std::isfinite(value))
        return kNoNumber;
    const double size = std::abs(value);
    if (size != 0 && (size < kLeastPlain || size >= kMostPlain))
        return withMinus(written(value, std::chars_format::scientific, digits - 1));
    const int before = size == 0 ? 1 : int(std::floor(std::log10(size))) + 1;
    std::string text = fixedNumber(value, std::max(digits - before, 0));
    if (text.find('.') == std::string::npos)
        return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.'))
        text.pop_back();
    return text;
}

std::string countText(Index count) {
    std::string text = std::to_string(count);
    for (std::ptrdiff_t place = std::ptrdiff_t(text.size()) - 3; place > (count < 0 ? 1 : 0); place -= 3)
        text.insert(std::size_t(place), ",");
    return text;
}

std::string percentText(double share) {
    return fixedNumber(100 * share, share > 0 && share < 0.1 ? 1 : 0) + " %";
}

std::string coordinate(double value) {
    std::string text = written(value, std::chars_format::fixed, 1);
    if (text.ends_with(".0"))
        text.resize(text.size() - 2);
    return text == "-0" ? "0" : text;
}

std::string element(std::string_view name, std::string_view attributes, std::string_view content) {
    std::string markup = "<";
    markup.append(name).append(attributes).append(">").append(content).append("</").append(name).append(">");
    return markup;
}

std::string textElement(std::string_view name, std::string_view className, std::string_view text) {
    const std::string attributes =
        className.empty() ? std::string() : " class=\"" + std::string(className) + "\"";
    return element(name, attributes, escaped(text));
}

}  // namespace latentscape
