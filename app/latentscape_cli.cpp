#include <cstdio>
#include <new>

#include <CLI/CLI.hpp>

#include "app/cli_commands.h"
#include "app/cli_help_pages.h"
#include "app/cli_train_options.h"
#include "app/cli_training.h"
#include "core/support/problem.h"

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
        case ProblemCode::RunInUse:
            return cli::NotWritable;
        default:
            return cli::UnusableData;
    }
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app(
        "Latentscape without a screen: inspects tables, trains and evaluates variational autoencoders.",
        "latentscape-cli");
    app.require_subcommand(1);
    app.set_version_flag("--version", "latentscape-cli " LATENTSCAPE_VERSION, "Print the version and exit");
    bool json = false;

    cli::DataArguments inspected;
    CLI::App* const inspectCommand = app.add_subcommand("inspect", "Show how a table is understood");
    cli::addDataOptions(*inspectCommand, inspected)->required();
    inspectCommand->add_flag("--json", json, "One JSON object on standard output");

    cli::TrainArguments training;
    CLI::App* const trainCommand = app.add_subcommand("train", "Train a model and write a run folder");
    cli::addTrainOptions(*trainCommand, training);
    trainCommand->add_option("--out", training.runFolder, "Run folder to write")->required();
    trainCommand
        ->add_option("--threads", training.threads,
                     "Threads, 0 for one a core; the result does not depend on it")
        ->check(CLI::Range(0, 1024));
    cli::addCheckpointOption(*trainCommand, training.checkpointSeconds);
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
          cli::addScoreCommand, cli::addImputeCommand, cli::addResumeCommand, cli::addReplayCommand,
          cli::addExportCommand, cli::addReportCommand, cli::addSweepCommand, cli::addGenerateCommand})
        add(app, chosen);
    cli::addHelpPageOptions(app);

    try {
        app.parse(argc, argv);
        training.json = evaluation.json = json;
        if (chosen)
            return chosen();
        if (inspectCommand->parsed())
            return cli::inspect(inspected, json);
        if (trainCommand->parsed())
            return cli::train(training);
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
