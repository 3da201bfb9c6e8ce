#include "app/cli_csv_options.h"

#include <CLI/CLI.hpp>

#include "core/storage/csv_options_json.h"

namespace latentscape::cli {
namespace {

/// The character of `;`, `tab`, `space` or `none`.
char characterOf(const std::string& text) {
    if (text == "tab" || text == "\\t")
        return '\t';
    if (text == "space")
        return ' ';
    return text == "none" || text.empty() ? '\0' : text.front();
}

std::string checkCharacter(const std::string& text) {
    const bool named = text == "tab" || text == "\\t" || text == "space";
    return named || text.size() == 1 ? std::string() : "“" + text + "” is not one character, tab or space";
}

std::string checkCharacterOrNone(const std::string& text) {
    return text == "none" ? std::string() : checkCharacter(text);
}

std::string checkSentinel(const std::string& text) {
    return text.find('=') != std::string::npos ? std::string() : "“" + text + "” is not COLUMN=VALUE";
}

std::optional<char> optionalCharacter(const std::optional<std::string>& text) {
    return text ? std::optional(characterOf(*text)) : std::nullopt;
}

}  // namespace

void addCsvOptions(CLI::App& command, DataArguments& data) {
    command.add_option("--delimiter", data.delimiter, "Between columns: one character, tab or space")
        ->check(checkCharacter);
    command.add_option("--decimal", data.decimal, "Decimal mark of numbers: . or ,")
        ->check(CLI::IsMember({".", ","}));
    command
        .add_option("--thousands", data.thousands,
                    "Between groups of three digits: one character, space or none")
        ->check(checkCharacterOrNone);
    command.add_option("--encoding", data.encoding, "Encoding of the text, as iconv calls it");
    command
        .add_option("--comment", data.comment,
                    "Lines that begin with this character are passed over, or none")
        ->check(checkCharacterOrNone);
    command.add_option("--header", data.header, "Whether the first line names the columns: yes or no")
        ->check(CLI::IsMember({"yes", "no"}));
    command
        .add_option("--ragged", data.raggedLines,
                    "Lines with more or fewer fields than the first: stop, fill or drop")
        ->check(CLI::IsMember({"stop", "fill", "drop"}))
        ->capture_default_str();
    command
        .add_option("--missing", data.missing, "Texts that stand for no value, in place of NA, NaN, null, …")
        ->delimiter(',');
    command
        .add_option("--sentinel", data.sentinels,
                    "COLUMN=VALUE: this value means no value there; once for each")
        ->check(checkSentinel);
    command.add_option("--sample-rows", data.sampleRows, "Read only so many rows, drawn at random")
        ->check(CLI::Range(1L, 1000000000000L));
}

CsvOptions csvOptions(const DataArguments& data) {
    CsvOptions csv;
    csv.delimiter = optionalCharacter(data.delimiter);
    csv.decimal = optionalCharacter(data.decimal);
    csv.thousands = optionalCharacter(data.thousands);
    csv.comment = optionalCharacter(data.comment);
    csv.encoding = data.encoding;
    if (data.header)
        csv.header = *data.header == "yes";
    csv.raggedLines = raggedLinesFromString(data.raggedLines);
    csv.missingTokens = data.missing;
    for (const std::string& entry : data.sentinels) {
        const std::size_t equals = entry.rfind('=');
        csv.sentinels[entry.substr(0, equals)].push_back(entry.substr(equals + 1));
    }
    if (data.sampleRows)
        csv.sampleRows = *data.sampleRows;
    csv.sampleSeed = data.sampleSeed;
    return csv;
}

}  // namespace latentscape::cli
