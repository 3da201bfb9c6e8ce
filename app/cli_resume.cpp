#include <cstdio>

#include "app/cli_kept_run.h"
#include "app/cli_training.h"

namespace latentscape::cli {
namespace {

struct ResumeArguments {
    KeptRunArguments run;
    /// In all; empty for as many as the run was to have.
    std::string epochs;
    TrainingLoopOptions loop;
};

ExitCode resume(const ResumeArguments& arguments) {
    const RunConfig config = configOf(arguments.run);
    RunFolder folder(arguments.run.folder);
    Checkpoint checkpoint = checkpointOf(arguments.run.folder);
    const TrainingDataPtr data = ownTrainingData(config, checkpoint.preprocessor);
    checkMemoryFor(*data, config.hyperparameters);
    Trainer trainer(
        data, config.hyperparameters,
        {.threads = arguments.run.threadCount(), .validationOperations = config.validationOperations});
    checkOfThisRun(checkpoint, trainer, arguments.run.folder);
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
    addKeptRunOptions(*command, arguments->run);
    command->add_option("--epochs", arguments->epochs, "Train until so many epochs in all");
    addCheckpointOption(*command, arguments->loop.checkpointSeconds);
    command->add_flag("--json", arguments->loop.json,
                      "One JSON object a line for each epoch on standard output");
    command->callback([=, &chosen] { chosen = [arguments] { return resume(*arguments); }; });
}

}  // namespace latentscape::cli
