#include <cstdio>
#include <new>

#include <CLI/CLI.hpp>

#include "app/cli_commands.h"
#include "app/cli_config.h"
#include "app/cli_csv_options.h"
#include "core/data/number_scale.h"
#include "core/support/problem.h"
#include "core/training/hyperparameters.h"
#include "core/training/presets.h"

namespace {

using namespace latentscape;

cli::ExitCode exitCodeFor(const Problem& problem) {
    switch (problem.code) {
        case ProblemCode::UnknownHyperparameter:
        case ProblemCode::HyperparameterOutOfRange:
        case ProblemCode::HyperparameterNotANumber:
        case ProblemCode::HyperparameterNotAChoice:
        case ProblemCode::TooManyLayers:
        case ProblemCode::ModelTooLarge:
        case ProblemCode::UnknownPreset:
        case ProblemCode::UnknownType:
        case ProblemCode::UnknownEncoding:
        case ProblemCode::UnknownColumn:
        case ProblemCode::UnknownScale:
        case ProblemCode::ScaleDoesNotFit:
        case ProblemCode::ClipOutOfRange:
        case ProblemCode::UnknownGenerator:
        case ProblemCode::FilterNotUnderstood:
            return cli::WrongUsage;
        case ProblemCode::FileNotWritable:
            return cli::NotWritable;
        default:
            return cli::UnusableData;
    }
}

/// Returns the option for the table itself.
CLI::Option* addDataOptions(CLI::App& command, cli::DataArguments& data) {
    CLI::Option* const table = command.add_option("DATA", data.path, "Table to read (CSV)");
    command.add_option("--inputs", data.inputs, "Columns to learn; all but the label if not given")
        ->delimiter(',');
    command.add_option("--label", data.label, "Column that names each row's class: never learned");
    command.add_option("--ignore", data.ignore, "Columns to leave out")->delimiter(',');
    command.add_option("--colour", data.colours, "Columns that only colour the map: never learned")
        ->delimiter(',');
    command.add_option("--type", data.types,
                       "column=number|count|binary|category|date|text|ignore, once for each column");
    cli::addCsvOptions(command, data);
    return table;
}

/// How columns of numbers are brought to a scale.
void addPreparationOptions(CLI::App& command, cli::DataArguments& data) {
    std::string names;
    for (const std::string_view name : scaleChoiceNames())
        names += (names.empty() ? "" : "|") + std::string(name);
    command.add_option("--scale", data.scale, "Scale of all number columns: " + names);
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
        std::string help(spec.help);
        if (!spec.choices.empty()) {
            help += " One of:";
            for (const std::string_view choice : spec.choices)
                help += " " + std::string(choice);
            help += ".";
        }
        command.add_option_function<std::string>(
            "--" + key, [&chosen, key](const std::string& text) { chosen[key] = text; }, help);
    }
}

void addPresetOption(CLI::App& command, std::string& chosen) {
    std::string help = "Begin with a set of hyperparameters for a purpose; options beside it come on top.";
    for (const Preset& one : presets())
        help += " " + std::string(one.key) + ": " + std::string(one.help);
    command.add_option("--preset", chosen, help);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app(
        "Latentscape without a screen: inspects tables, trains and evaluates variational autoencoders.",
        "latentscape-cli");
    app.require_subcommand(1);
    bool json = false;

    cli::DataArguments inspected;
    CLI::App* const inspectCommand = app.add_subcommand("inspect", "Show how a table is understood");
    addDataOptions(*inspectCommand, inspected)->required();
    inspectCommand->add_flag("--json", json, "One JSON object on standard output");

    cli::TrainArguments training;
    CLI::App* const trainCommand = app.add_subcommand("train", "Train a model and write a run folder");
    // Taken first, so that what is typed beside it has the last word.
    CLI::Option* const config = trainCommand->add_option_function<std::string>(
        "--config", [&training](const std::string& path) { cli::takeConfig(path, training); },
        "Begin with the table and all settings of a run's config.json; options beside it come on top");
    CLI::Option* const table = addDataOptions(*trainCommand, training.data);
    addRowOptions(*trainCommand, training.rows);
    addPresetOption(*trainCommand, training.preset);
    addHyperparameterOptions(*trainCommand, training.hyperparameters);
    addPreparationOptions(*trainCommand, training.data);
    trainCommand->add_option("--out", training.runFolder, "Run folder to write")->required();
    trainCommand
        ->add_option("--threads", training.threads,
                     "Threads, 0 for one a core; the result does not depend on it")
        ->check(CLI::Range(0, 1024));
    trainCommand->add_flag("--json", json, "One JSON object a line for each epoch on standard output");

    cli::EvaluateArguments evaluation;
    CLI::App* const evaluateCommand =
        app.add_subcommand("evaluate", "Judge a run on its validation rows, or on another table");
    evaluateCommand->add_option("RUN", evaluation.runFolder, "Run folder")->required();
    evaluateCommand->add_option("DATA", evaluation.dataPath, "Another table with the same columns");
    evaluateCommand->add_option("--samples", evaluation.samples, "Draws a row for the ELBO")
        ->check(CLI::Range(1, 1000000));
    evaluateCommand
        ->add_option("--importance-samples", evaluation.importanceSamples,
                     "Draws a row for the importance-weighted bound")
        ->check(CLI::Range(0, 1000000));
    evaluateCommand->add_flag("--json", json, "One JSON object on standard output");

    cli::Command chosen;
    for (const auto add :
         {cli::addSampleCommand, cli::addDecodeCommand, cli::addEncodeCommand, cli::addReconstructCommand,
          cli::addScoreCommand, cli::addImputeCommand, cli::addExportCommand, cli::addGenerateCommand})
        add(app, chosen);

    try {
        app.parse(argc, argv);
        training.json = evaluation.json = json;
        if (chosen)
            return chosen();
        if (inspectCommand->parsed())
            return cli::inspect(inspected, json);
        if (trainCommand->parsed()) {
            if (table->empty() && config->empty())
                throw CLI::RequiredError("DATA or --config");
            return cli::train(training);
        }
        return cli::evaluate(evaluation);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? cli::Done : cli::WrongUsage;
    } catch (const Error& error) {
        std::fprintf(stderr, "latentscape-cli: %s\n", error.what());
        return exitCodeFor(error.problem());
    } catch (const std::bad_alloc&) {
        std::fprintf(stderr, "latentscape-cli: %s\n",
                     describe({ProblemCode::OutOfMemory, {{"what", "this table and model"}}}).c_str());
        return cli::UnusableData;
    }
}
