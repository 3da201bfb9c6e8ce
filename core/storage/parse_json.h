#pragma once

#include <cstdint>
#include <string_view>

#include <nlohmann/json.hpp>

namespace latentscape {

/// The deepest nesting that is read; what the program writes stays far below.
inline constexpr int kDeepestJson = 64;

/// JSON from a file, which may be anybody's. A value is copied level by level on the stack, so that one
/// nested deeply enough would end the program. Throws nlohmann::json::parse_error, and std::invalid_argument
/// if it is nested more deeply than kDeepestJson.
nlohmann::json parseJson(std::string_view text);

// What is checked of values that were read. Each throws std::invalid_argument, and nlohmann::json::exception
// on another type.

/// Whole numbers up to here are doubles too.
inline constexpr std::int64_t kLargestCount = std::int64_t(1) << 53;

void require(bool holds, std::string_view reason);
/// JSON itself would also give a rounded or a wrapped number.
std::int64_t countFrom(const nlohmann::json& value, std::int64_t largest = kLargestCount);
double finiteFrom(const nlohmann::json& value);

}  // namespace latentscape
