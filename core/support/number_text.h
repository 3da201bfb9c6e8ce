#pragma once

#include <array>
#include <charconv>
#include <string>

namespace latentscape {

/// The shortest text that reads back as the same number, whatever the locale.
template <class Number>
std::string shortestText(Number number) {
    std::array<char, 40> buffer;
    return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr};
}

}  // namespace latentscape
