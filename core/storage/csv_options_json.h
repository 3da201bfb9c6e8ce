#pragma once

#include <nlohmann/json.hpp>

#include "core/data/csv_reader.h"

namespace latentscape {

// What a person told the reader ↔ JSON: one key for each thing that was told, absent where it was not.
// Reading throws nlohmann::json::exception on a wrong structure and Error on a value that is none.

void addToJson(const CsvOptions& options, nlohmann::json& json);
CsvOptions csvOptionsFromJson(const nlohmann::json& json);

/// A character as people type and read it: `tab`, `space`, `none`, or itself.
std::string characterName(char character);

/// `stop`, `fill`, `drop`
std::string_view toString(RaggedLines policy);
/// Throws std::invalid_argument.
RaggedLines raggedLinesFromString(std::string_view text);

}  // namespace latentscape
