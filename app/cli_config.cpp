#include "app/cli_config.h"

#include <filesystem>

#include "app/cli_csv_options.h"
#include "core/storage/csv_options_json.h"
#include "core/storage/parse_json.h"
#include "core/storage/run_json.h"
#include "core/support/whole_file.h"

namespace latentscape::cli {
namespace {

std::optional<std::string> characterText(const std::optional<char>& character) {
    return character ? std::optional(characterName(*character)) : std::nullopt;
}

void takeCsvOptions(const CsvOptions& csv, DataArguments& data) {
    data.delimiter = characterText(csv.delimiter);
    data.decimal = characterText(csv.decimal);
    data.thousands = characterText(csv.thousands);
    data.comment = characterText(csv.comment);
    data.encoding = csv.encoding;
    if (csv.header)
        data.header = *csv.header ? "yes" : "no";
    data.raggedLines = toString(csv.raggedLines);
    data.missing = csv.missingTokens;
    for (const auto& [name, values] : csv.sentinels)
        for (const std::string& value : values)
            data.sentinels.push_back(name + "=" + value);
    for (const auto& [name, type] : csv.types)
        data.types.push_back(name + "=" + std::string(toString(type)));
    if (csv.sampleRows)
        data.sampleRows = long(*csv.sampleRows);
    data.sampleSeed = csv.sampleSeed;
}

void takeRoles(const RoleRequest& roles, DataArguments& data) {
    data.inputs = roles.inputs;
    data.ignore = roles.ignore;
    data.label = roles.label;
    data.colours = roles.colours;
    for (const auto& [name, likelihood] : roles.likelihoods)
        data.likelihoods.push_back(name + "=" + likelihood);
    data.scale = toString(roles.scale);
    for (const auto& [name, scale] : roles.scales)
        data.scales.push_back(name + "=" + std::string(toString(scale)));
    data.clip = roles.clip;
    for (const auto& [name, clip] : roles.clips)
        data.clips.push_back(name + "=" + hyperparameterText(clip));
}

}  // namespace

void takeConfig(const std::string& path, TrainArguments& arguments) {
    const std::string file = std::filesystem::is_directory(path) ? path + "/config.json" : path;
    const std::string text = readWholeFile(file);
    try {
        const nlohmann::json config = parseJson(text);
        const RunSource source = runSourceFromJson(config.at("data"));
        const Hyperparameters hyperparameters = hyperparametersFromJson(config.at("hyperparameters"));
        arguments.data.path = source.path;
        takeCsvOptions(source.csv, arguments.data);
        takeRoles(source.roles, arguments.data);
        arguments.rows = source.rowRequest;
        for (const HyperparameterSpec& spec : hyperparameterSpecs())
            arguments.hyperparameters[std::string(spec.key)] =
                hyperparameterText(getHyperparameter(hyperparameters, spec));
    } catch (const nlohmann::json::exception& error) {
        throw Error(ProblemCode::RunUnreadable, {{"file", file}, {"reason", error.what()}});
    } catch (const std::invalid_argument& error) {
        throw Error(ProblemCode::RunUnreadable, {{"file", file}, {"reason", error.what()}});
    }
}

}  // namespace latentscape::cli
