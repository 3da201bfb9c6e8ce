#include <cstdio>
#include <filesystem>

#include <CLI/CLI.hpp>

#include "app/cli_data.h"
#include "app/cli_training.h"
#include "core/data/content_hash.h"
#include "core/storage/checkpoint.h"
#include "core/support/parallel.h"

namespace latentscape::cli {
namespace {

struct ResumeArguments {
    std::string runFolder;
    /// Where the table is now, if not where it was.
    std::string dataPath;
    /// In all; empty for as many as the run was to have.
    std::string epochs;
    /// 0: as many as there are cores.
    int threads = 0;
    TrainingLoopOptions loop;
};

Checkpoint checkpointOf(const std::string& folder) {
    try {
        return readCheckpoint(folder + kCheckpointFile);
    } catch (const Error& error) {
        if (error.problem().code != ProblemCode::FileNotFound)
            throw;
        throw Error(ProblemCode::RunHasNoCheckpoint, {{"folder", folder}});
    }
}

[[noreturn]] void throwChanged(const std::string& path, const std::string& reason) {
    throw Error(ProblemCode::RunTableChanged, {{"file", path}, {"reason", reason}});
}

/// The table of the run, which must be as it was.
LoadedTable ownTable(const RunConfig& config) {
    const std::string& path = config.source.path;
    try {
        LoadedTable loaded = loadTable(config.source);
        if (loaded.source.rows != config.source.rows)
            throwChanged(path, "it had " + std::to_string(config.source.rows) + " rows and has " +
                                   std::to_string(loaded.source.rows) + " now");
        if (!config.contentHash.empty() && contentHash(*loaded.dataset) != config.contentHash)
            throwChanged(path, "some of its columns or cells differ");
        return loaded;
    } catch (const Error& error) {
        const Problem& problem = error.problem();
        if (problem.code == ProblemCode::FileNotFound)
            throw Error(ProblemCode::RunTableMissing, {{"file", path}});
        if (problem.code == ProblemCode::UnknownColumn)
            throwChanged(path, "it has no column “" + problem.facts.at("column") + "”");
        throw;
    }
}

/// As the run encoded it.
TrainingDataPtr ownTrainingData(const RunConfig& config, const Preprocessor& preprocessor) {
    const LoadedTable loaded = ownTable(config);
    TrainingDataPtr data =
        prepareTrainingData(loaded.dataset, loaded.roles, config.hyperparameters, config.source.rowRequest);
    if (data->preprocessor.columns() != preprocessor.columns())
        throwChanged(config.source.path, "it is not encoded as it was then");
    return data;
}

ExitCode resume(const ResumeArguments& arguments) {
    RunConfig config = readRunConfig(arguments.runFolder);
    RunFolder folder(arguments.runFolder);
    Checkpoint checkpoint = checkpointOf(arguments.runFolder);
    if (!arguments.dataPath.empty())
        config.source.path = std::filesystem::absolute(arguments.dataPath).lexically_normal().string();
    const TrainingDataPtr data = ownTrainingData(config, checkpoint.preprocessor);
    checkMemoryFor(*data, config.hyperparameters);
    Trainer trainer(data, config.hyperparameters,
                    {.threads = arguments.threads > 0 ? arguments.threads : availableCores(),
                     .validationOperations = config.validationOperations});
    if (!trainer.canRestore(checkpoint.state))
        throw Error(ProblemCode::RunUnreadable,
                    {{"file", arguments.runFolder + kCheckpointFile}, {"reason", "it is of another run"}});
    trainer.restore(std::move(checkpoint.state));
    if (!arguments.epochs.empty()) {
        const HyperparameterSpec& spec = hyperparameterSpec("epochs");
        trainer.apply(spec, parseHyperparameter(spec, arguments.epochs));
        if (trainer.outOfPatience())
            trainer.renewPatience();
    }
    catchInterrupts();
    folder.goOnFrom(config, checkpoint.history);
    if (trainer.finished())
        std::fprintf(stderr, "note: this run is over; --epochs N trains it until epoch N\n");
    return trainInto(folder, trainer, std::move(checkpoint.history), arguments.loop);
}

}  // namespace

void addResumeCommand(CLI::App& app, Command& chosen) {
    const auto arguments = std::make_shared<ResumeArguments>();
    CLI::App* const command = app.add_subcommand(
        "resume", "Go on with a run where its checkpoint stands, exactly as if it had never been stopped");
    command->add_option("RUN", arguments->runFolder, "Run folder")->required();
    command->add_option("--epochs", arguments->epochs, "Train until so many epochs in all");
    command->add_option("--data", arguments->dataPath,
                        "The run's table, if it is not where it was; its content must be the same");
    command
        ->add_option("--threads", arguments->threads,
                     "Threads, 0 for one a core; the result does not depend on it")
        ->check(CLI::Range(0, 1024));
    addCheckpointOption(*command, arguments->loop.checkpointSeconds);
    command->add_flag("--json", arguments->loop.json,
                      "One JSON object a line for each epoch on standard output");
    command->callback([=, &chosen] { chosen = [arguments] { return resume(*arguments); }; });
}

}  // namespace latentscape::cli
