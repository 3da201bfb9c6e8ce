#include "app/cli_kept_run.h"

#include <filesystem>

#include "app/cli_data.h"
#include "core/storage/run_table.h"
#include "core/support/parallel.h"

namespace latentscape::cli {

int KeptRunArguments::threadCount() const {
    return threads > 0 ? threads : availableCores();
}

void addKeptRunOptions(CLI::App& command, KeptRunArguments& arguments) {
    command.add_option("RUN", arguments.folder, "Run folder")->required();
    command.add_option("--data", arguments.dataPath,
                       "The run's table, if it is not where it was; its content must be the same");
    command
        .add_option("--threads", arguments.threads,
                    "Threads, 0 for one a core; the result does not depend on it")
        ->check(CLI::Range(0, 1024));
}

RunConfig configOf(const KeptRunArguments& arguments) {
    RunConfig config = readRunConfig(arguments.folder);
    if (!arguments.dataPath.empty())
        config.source.path = std::filesystem::absolute(arguments.dataPath).lexically_normal().string();
    return config;
}

Checkpoint checkpointOf(const std::string& folder) {
    try {
        return readCheckpoint(folder + kCheckpointFile);
    } catch (const Error& error) {
        if (error.problem().code != ProblemCode::FileNotFound)
            throw;
        throw Error(ProblemCode::RunHasNoCheckpoint, {{"folder", folder}});
    }
}

void checkOfThisRun(const Checkpoint& checkpoint, const Trainer& trainer, const std::string& folder) {
    if (!trainer.canRestore(checkpoint.state))
        throw Error(ProblemCode::RunUnreadable,
                    {{"file", folder + kCheckpointFile}, {"reason", "it is of another run"}});
}

RunTable ownTable(const RunConfig& config) {
    RunTable table = readRunTable(
        config, [](const std::string& path, const CsvOptions& options) { return readCsv(path, options); });
    printProblems(table.dataset->problems());
    return table;
}

TrainingDataPtr ownTrainingData(const RunConfig& config, const Preprocessor& encoded) {
    return prepareRunTable(ownTable(config), config, encoded);
}

}  // namespace latentscape::cli
