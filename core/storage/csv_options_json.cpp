#include "core/storage/csv_options_json.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace latentscape {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 3> kRaggedLines{"stop", "fill", "drop"};

/// A character that stands for "none" is an empty text.
void addCharacter(const char* key, const std::optional<char>& character, Json& json) {
    if (character)
        json[key] = *character == 0 ? std::string() : std::string(1, *character);
}

std::optional<char> characterFromJson(const char* key, const Json& json) {
    if (!json.contains(key))
        return std::nullopt;
    const auto text = json.at(key).get<std::string>();
    return text.empty() ? '\0' : text.front();
}

template <class Value>
void addValue(const char* key, const std::optional<Value>& value, Json& json) {
    if (value)
        json[key] = *value;
}

template <class Value>
std::optional<Value> valueFromJson(const char* key, const Json& json) {
    return json.contains(key) ? std::optional(json.at(key).get<Value>()) : std::nullopt;
}

}  // namespace

std::string characterName(char character) {
    switch (character) {
        case '\0':
            return "none";
        case '\t':
            return "tab";
        case ' ':
            return "space";
        default:
            return std::string(1, character);
    }
}

std::string_view toString(RaggedLines policy) {
    return kRaggedLines[std::size_t(policy)];
}

RaggedLines raggedLinesFromString(std::string_view text) {
    const auto found = std::find(kRaggedLines.begin(), kRaggedLines.end(), text);
    if (found == kRaggedLines.end())
        throw std::invalid_argument("“" + std::string(text) + "” is no policy for ragged lines");
    return RaggedLines(found - kRaggedLines.begin());
}

void addToJson(const CsvOptions& options, Json& json) {
    addCharacter("delimiter", options.delimiter, json);
    addCharacter("decimal", options.decimal, json);
    addCharacter("thousands", options.thousands, json);
    addCharacter("comment", options.comment, json);
    addValue("header", options.header, json);
    addValue("encoding", options.encoding, json);
    addValue("missing_tokens", options.missingTokens, json);
    if (options.raggedLines != RaggedLines::Stop)
        json["ragged_lines"] = toString(options.raggedLines);
    if (!options.sentinels.empty())
        json["sentinels"] = options.sentinels;
    if (options.sampleRows) {
        json["sample_rows"] = *options.sampleRows;
        json["sample_seed"] = options.sampleSeed;
    }
    Json types = Json::object();
    for (const auto& [name, type] : options.types)
        types[name] = toString(type);
    json["types"] = types;
}

CsvOptions csvOptionsFromJson(const Json& json) {
    CsvOptions options;
    options.delimiter = characterFromJson("delimiter", json);
    options.decimal = characterFromJson("decimal", json);
    options.thousands = characterFromJson("thousands", json);
    options.comment = characterFromJson("comment", json);
    options.header = valueFromJson<bool>("header", json);
    options.encoding = valueFromJson<std::string>("encoding", json);
    options.missingTokens = valueFromJson<std::vector<std::string>>("missing_tokens", json);
    if (json.contains("ragged_lines"))
        options.raggedLines = raggedLinesFromString(json.at("ragged_lines").get<std::string>());
    if (json.contains("sentinels")) {
        for (const auto& [name, values] : json.at("sentinels").items())
            options.sentinels[name] = values.get<std::vector<std::string>>();
    }
    options.sampleRows = valueFromJson<Index>("sample_rows", json);
    options.sampleSeed = valueFromJson<std::uint64_t>("sample_seed", json).value_or(options.sampleSeed);
    for (const auto& [name, type] : json.at("types").items())
        options.types[name] = columnTypeFromString(type.get<std::string>());
    return options;
}

}  // namespace latentscape
