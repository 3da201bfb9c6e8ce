#include "core/report/repeat_command.h"

#include <algorithm>

#include "core/storage/csv_options_json.h"

namespace latentscape {
namespace {

/// Builds a command word by word.
class Words {
public:
    void add(const std::string& option, const std::string& value) {
        m_text += " " + option + " " + shellWord(value);
    }
    void addEach(const std::string& option, const std::vector<std::string>& values) {
        for (const std::string& value : values)
            add(option, value);
    }
    void addFlag(const std::string& option) { m_text += " " + option; }
    const std::string& text() const { return m_text; }

private:
    std::string m_text;
};

bool hasComma(const std::vector<std::string>& names) {
    return std::ranges::any_of(names,
                               [](const std::string& name) { return name.find(',') != std::string::npos; });
}

/// Whether options cannot say it: lists are separated by commas, and rows left out by hand have no option.
bool needsConfig(const RunSource& source) {
    const bool hasEquals = std::ranges::any_of(source.csv.sentinels, [](const auto& sentinel) {
        return std::ranges::any_of(
            sentinel.second, [](const std::string& value) { return value.find('=') != std::string::npos; });
    });
    const std::vector<std::string> missing = source.csv.missingTokens.value_or(std::vector<std::string>());
    const bool noMissing = source.csv.missingTokens && missing.empty();
    return !source.rowRequest.excluded.empty() || hasComma(source.roles.inputs) ||
           hasComma(source.roles.ignore) || hasComma(source.roles.colours) || hasComma(missing) ||
           noMissing || hasEquals || source.csv.sampleSeed != CsvOptions{}.sampleSeed;
}

void addReading(Words& words, const CsvOptions& csv) {
    const auto addCharacter = [&words](const char* option, const std::optional<char>& character) {
        if (character)
            words.add(option, characterName(*character));
    };
    addCharacter("--delimiter", csv.delimiter);
    addCharacter("--decimal", csv.decimal);
    addCharacter("--thousands", csv.thousands);
    addCharacter("--comment", csv.comment);
    if (csv.encoding)
        words.add("--encoding", *csv.encoding);
    if (csv.header)
        words.add("--header", *csv.header ? "yes" : "no");
    if (csv.raggedLines != RaggedLines::Stop)
        words.add("--ragged", std::string(toString(csv.raggedLines)));
    if (csv.missingTokens)
        words.addEach("--missing", *csv.missingTokens);
    for (const auto& [name, values] : csv.sentinels)
        for (const std::string& value : values)
            words.add("--sentinel", name + "=" + value);
    for (const auto& [name, type] : csv.types)
        words.add("--type", name + "=" + std::string(toString(type)));
    if (csv.sampleRows)
        words.add("--sample-rows", std::to_string(*csv.sampleRows));
}

void addRoles(Words& words, const RoleRequest& roles) {
    words.addEach("--inputs", roles.inputs);
    if (roles.label)
        words.add("--label", *roles.label);
    words.addEach("--ignore", roles.ignore);
    words.addEach("--colour", roles.colours);
    for (const auto& [name, likelihood] : roles.likelihoods)
        words.add("--column-likelihood", name + "=" + likelihood);
    if (roles.scale)
        words.add("--scale", std::string(toString(roles.scale)));
    for (const auto& [name, scale] : roles.scales)
        words.add("--column-scale", name + "=" + std::string(toString(scale)));
    if (roles.clip != 0)
        words.add("--clip", hyperparameterText(roles.clip));
    for (const auto& [name, clip] : roles.clips)
        words.add("--column-clip", name + "=" + hyperparameterText(clip));
}

void addRows(Words& words, const RowRequest& rows) {
    if (!rows.filter.empty())
        words.add("--where", rows.filter);
    if (rows.sampleRows)
        words.add("--subsample", std::to_string(*rows.sampleRows));
    if (rows.balanced)
        words.addFlag("--balance");
    if (!rows.splitBy.empty())
        words.add("--split-by", rows.splitBy);
}

}  // namespace

std::string shellWord(const std::string& word) {
    const auto isPlain = [](char character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
               (character >= '0' && character <= '9') ||
               std::string_view("_-./,=:+%@").find(character) != std::string_view::npos;
    };
    if (!word.empty() && std::ranges::all_of(word, isPlain))
        return word;
    std::string quoted = "'";
    for (const char character : word)
        quoted += character == '\'' ? std::string("'\\''") : std::string(1, character);
    return quoted + "'";
}

std::string repeatCommand(const RunSource& source, const Hyperparameters& begun,
                          const Hyperparameters& recommended) {
    const std::string train = "latentscape-cli train " + shellWord(source.path);
    if (needsConfig(source))
        return train + " --config config.json --out RUN";
    Words words;
    addReading(words, source.csv);
    addRoles(words, source.roles);
    addRows(words, source.rowRequest);
    for (const HyperparameterSpec* const spec : differences(begun, recommended))
        words.add("--" + std::string(spec->key), hyperparameterText(getHyperparameter(begun, *spec)));
    // What repeats a run is worth being seen, even where it is as always.
    if (begun.seed == recommended.seed)
        words.add("--seed", std::to_string(begun.seed));
    return train + words.text() + " --out RUN";
}

}  // namespace latentscape
