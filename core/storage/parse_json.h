#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

namespace latentscape {

/// The deepest nesting that is read; what the program writes stays far below.
inline constexpr int kDeepestJson = 64;

/// JSON from a file, which may be anybody's. A value is copied level by level on the stack, so that one
/// nested deeply enough would end the program. Throws nlohmann::json::parse_error, and std::invalid_argument
/// if it is nested more deeply than kDeepestJson.
nlohmann::json parseJson(std::string_view text);

}  // namespace latentscape
