#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "app/cli_kept_run.h"
#include "app/cli_training.h"
#include "core/storage/run_history.h"
#include "core/support/whole_file.h"
#include "core/training/replay.h"

namespace latentscape::cli {
namespace {

struct ReplayArguments {
    KeptRunArguments run;
    std::string out;
    bool json = false;
};

/// The changes that led to the checkpoint: those that were made later are not in it.
MetricsHistory changesUpTo(const Checkpoint& checkpoint, const std::string& folder) {
    MetricsHistory changes = readRunHistory(folder);
    // Runs of earlier versions tell these in the checkpoint alone.
    if (changes.recoveries.empty())
        changes.recoveries = checkpoint.history.recoveries;
    const auto cut = [&folder](auto& list, std::int64_t count) {
        if (std::int64_t(list.size()) < count)
            throw Error(ProblemCode::RunUnreadable,
                        {{"file", folder + kEditsFile},
                         {"reason", "it tells fewer changes than led to the checkpoint"}});
        list.resize(std::size_t(count));
    };
    cut(changes.edits, checkpoint.state.edits);
    cut(changes.recoveries, checkpoint.state.recoveries);
    return changes;
}

/// A line on standard error every two seconds.
class ReplayProgress {
public:
    explicit ReplayProgress(std::int64_t steps) : m_steps(steps) {}

    void tell(const Trainer& trainer) {
        const Clock::time_point now = Clock::now();
        if (now - m_told < std::chrono::seconds(2))
            return;
        m_told = now;
        std::fprintf(stderr, "step %lld/%lld\n", static_cast<long long>(trainer.state().step),
                     static_cast<long long>(m_steps));
    }

private:
    using Clock = std::chrono::steady_clock;

    std::int64_t m_steps;
    Clock::time_point m_told = Clock::now();
};

ExitCode tellNotRepeated(const std::string& folder, const std::string& reason) {
    std::fprintf(stderr, "latentscape-cli: Replaying %s did not lead to the same model: %s.\n",
                 folder.c_str(), reason.c_str());
    return NotTheSame;
}

/// Why the models in the two folders are not the same bytes; empty if they are.
std::string differenceOf(const ReplayArguments& arguments, const Checkpoint& checkpoint,
                         const Trainer& trainer) {
    if (readWholeFile(arguments.run.folder + kModelFile) == readWholeFile(arguments.out + kModelFile))
        return {};
    if (trainer.state().parameters != checkpoint.state.parameters)
        return "the parameters differ. It may have been trained by another version, or on another kind of "
               "processor. What came of it here is in " +
               arguments.out;
    return "the parameters are those of its checkpoint, but its model.safetensors is of another moment, as "
           "when a process is killed between the two. Resume it once, then replay it";
}

/// `folder` is told where the repeated run is kept.
void printJson(const ReplayArguments& arguments, const Trainer& trainer, const MetricsHistory& changes,
               bool kept, bool same) {
    if (!arguments.json)
        return;
    nlohmann::json object{{"step", trainer.state().step},
                          {"edits", changes.edits.size()},
                          {"recoveries", changes.recoveries.size()},
                          {"same_model", same}};
    if (kept)
        object["folder"] = arguments.out;
    std::printf("%s\n", object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

/// What was made for a run that does not come to be.
void removeEmptyFolder(const std::string& folder) {
    std::error_code ignored;
    std::filesystem::remove(folder + kLockFile, ignored);
    std::filesystem::remove(folder, ignored);
}

ExitCode replayRun(const ReplayArguments& arguments) {
    std::error_code unknown;
    if (std::filesystem::equivalent(arguments.run.folder, arguments.out, unknown))
        throw CLI::ValidationError("--out", "a run is not replayed into its own folder");
    const RunConfig config = configOf(arguments.run);
    const Checkpoint checkpoint = checkpointOf(arguments.run.folder);
    const MetricsHistory changes = changesUpTo(checkpoint, arguments.run.folder);
    const TrainingDataPtr data = ownTrainingData(config, checkpoint.preprocessor);
    checkMemoryFor(*data, config.hyperparameters);
    Trainer trainer(
        data, config.hyperparameters,
        {.threads = arguments.run.threadCount(), .validationOperations = config.validationOperations});
    checkOfThisRun(checkpoint, trainer, arguments.run.folder);
    // Before anybody can see that it has begun.
    catchInterrupts();
    const bool isNew = !std::filesystem::exists(arguments.out, unknown);
    RunFolder folder(arguments.out);
    ReplayProgress progress(checkpoint.state.step);
    const bool arrived =
        replay(trainer, changes, checkpoint.state.place(), [&progress](const Trainer& replayed) {
            progress.tell(replayed);
            return !wasInterrupted();
        });
    if (!arrived && isNew)
        removeEmptyFolder(arguments.out);
    if (!arrived && wasInterrupted()) {
        std::fprintf(stderr, "Interrupted at step %lld of %lld; nothing of it is kept\n",
                     static_cast<long long>(trainer.state().step),
                     static_cast<long long>(checkpoint.state.step));
        return Interrupted;
    }
    if (!arrived) {
        printJson(arguments, trainer, changes, false, false);
        return tellNotRepeated(arguments.run.folder,
                               "what its edits.jsonl tells does not lead to where its checkpoint stands");
    }
    const MetricsHistory history = trainer.takeHistory();
    folder.begin(config, momentOf(trainer, history));
    const std::string difference = differenceOf(arguments, checkpoint, trainer);
    printJson(arguments, trainer, changes, true, difference.empty());
    if (!difference.empty())
        return tellNotRepeated(arguments.run.folder, difference);
    std::fprintf(stderr,
                 "Replayed %lld steps with %zu live changes; the model is the same, byte for byte; run saved "
                 "in %s\n",
                 static_cast<long long>(trainer.state().step), changes.edits.size(), arguments.out.c_str());
    return Done;
}

}  // namespace

void addReplayCommand(CLI::App& app, Command& chosen) {
    const auto arguments = std::make_shared<ReplayArguments>();
    CLI::App* const command =
        app.add_subcommand("replay",
                           "Train a run once more from its folder, live changes included, up to its "
                           "checkpoint, and see whether that gives the same model; exit code 1 if not");
    addKeptRunOptions(*command, arguments->run);
    command->add_option("--out", arguments->out, "Run folder to write")->required();
    command->add_flag("--json", arguments->json, "One JSON object on standard output");
    command->callback([=, &chosen] { chosen = [arguments] { return replayRun(*arguments); }; });
}

}  // namespace latentscape::cli
