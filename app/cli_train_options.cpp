#include "app/cli_train_options.h"

#include <CLI/CLI.hpp>

#include "app/cli_config.h"
#include "app/cli_csv_options.h"
#include "core/data/number_scale.h"
#include "core/training/hyperparameters.h"
#include "core/training/presets.h"

namespace latentscape::cli {
namespace {

/// As CLI11 names the type of an option that takes one of a few words; completion reads it there.
std::string oneOf(const std::vector<std::string_view>& choices) {
    std::string names;
    for (const std::string_view choice : choices)
        names += (names.empty() ? "" : ",") + std::string(choice);
    return "{" + names + "}";
}

/// How columns of numbers are brought to a scale.
void addPreparationOptions(CLI::App& command, DataArguments& data) {
    command.add_option("--scale", data.scale, "Scale of all number columns")
        ->type_name(oneOf(scaleChoiceNames()));
    command.add_option("--column-scale", data.scales,
                       "column=scale, once for each column that shall have another one than --scale says");
    command.add_option("--clip", data.clip,
                       "Share of the training values of each number column, such as 0.01, beyond which on "
                       "either side a value counts as the one there");
    command.add_option("--column-clip", data.clips,
                       "column=share, once for each column that shall have another one than --clip says");
    command.add_option("--column-likelihood", data.likelihoods,
                       "column=likelihood, once for each column that shall have another one than "
                       "--likelihood says");
}

void addRowOptions(CLI::App& command, RowRequest& rows) {
    command.add_option(
        "--where", rows.filter,
        "Rows to use, as a question about their columns: 'age >= 18 && species == \"Adelie\"'. "
        "Also ||, !, + - * /, missing(column); names with blanks in backticks");
    command
        .add_option("--subsample", rows.sampleRows, "Use at most so many of these rows, chosen by the seed")
        ->check(CLI::Range(Index(1), Index(1000000000000)));
    command.add_flag("--balance", rows.balanced, "Use equally many rows of each class of the label");
    command.add_option("--split-by", rows.splitBy,
                       "Column that tells training rows (train) from validation rows (validation, test), or "
                       "groups of rows that stay together; it is not learned");
}

/// One option for each hyperparameter, from the table that also makes the desktop form.
void addHyperparameterOptions(CLI::App& command, std::map<std::string, std::string>& chosen) {
    for (const HyperparameterSpec& spec : hyperparameterSpecs()) {
        const std::string key(spec.key);
        CLI::Option* const option = command.add_option_function<std::string>(
            "--" + key, [&chosen, key](const std::string& text) { chosen[key] = text; },
            std::string(spec.help));
        if (!spec.choices.empty())
            option->type_name(oneOf(spec.choices));
    }
}

void addPresetOption(CLI::App& command, std::string& chosen) {
    std::string help = "Begin with a set of hyperparameters for a purpose; options beside it come on top.";
    std::vector<std::string_view> names;
    for (const Preset& one : presets()) {
        help += " " + std::string(one.key) + ": " + std::string(one.help);
        names.push_back(one.key);
    }
    command.add_option("--preset", chosen, help)->type_name(oneOf(names));
}

}  // namespace

CLI::Option* addDataOptions(CLI::App& command, DataArguments& data) {
    CLI::Option* const table = command.add_option("DATA", data.path, "Table to read (CSV)");
    command.add_option("--inputs", data.inputs, "Columns to learn; all but the label if not given")
        ->delimiter(',');
    command.add_option("--label", data.label, "Column that names each row's class: never learned");
    command.add_option("--ignore", data.ignore, "Columns to leave out")->delimiter(',');
    command.add_option("--colour", data.colours, "Columns that only colour the map: never learned")
        ->delimiter(',');
    command.add_option("--type", data.types,
                       "column=number|count|binary|category|date|text|ignore, once for each column");
    addCsvOptions(command, data);
    return table;
}

void addTrainOptions(CLI::App& command, TrainArguments& arguments) {
    // Taken first, so that what is typed beside it has the last word.
    const CLI::Option* const config = command.add_option_function<std::string>(
        "--config", [&arguments](const std::string& path) { takeConfig(path, arguments); },
        "Begin with the table and all settings of a run's config.json; options beside it come on top");
    const CLI::Option* const table = addDataOptions(command, arguments.data);
    addRowOptions(command, arguments.rows);
    addPresetOption(command, arguments.preset);
    addHyperparameterOptions(command, arguments.hyperparameters);
    addPreparationOptions(command, arguments.data);
    command.parse_complete_callback([config, table] {
        if (table->empty() && config->empty())
            throw CLI::RequiredError("DATA or --config");
    });
}

}  // namespace latentscape::cli
