#include <cstdio>
#include <ctime>
#include <filesystem>

#include <CLI/CLI.hpp>

#include "app/cli_commands.h"
#include "app/cli_kept_run.h"
#include "app/cli_run_table.h"
#include "core/report/html_report.h"
#include "core/storage/atomic_file.h"
#include "core/storage/checkpoint.h"
#include "core/storage/run_history.h"
#include "core/training/fault.h"
#include "core/training/patience.h"

namespace latentscape::cli {
namespace {

struct ReportArguments {
    std::string runFolder;
    /// Where the run's table is now, if not where it was.
    std::string dataPath;
    std::string out;
};

/// The run's table as the run encodes it.
TrainingDataPtr dataOf(const SavedRun& run, const RunConfig& config) {
    const RunTable table = ownTable(config);
    auto data = std::make_shared<TrainingData>();
    data->dataset = table.dataset;
    data->roles = table.roles;
    data->rows = run.source.rowRequest;
    data->split = splitOfRun(run, *table.dataset);
    data->preprocessor = run.preprocessor;
    data->table = run.preprocessor.transform(*table.dataset);
    return data;
}

bool isOver(const TrainerState& state, const TrainingData& data) {
    return std::int64_t(state.epoch) >= state.hyperparameters.epochs || outOfPatience(state, data);
}

/// The divergence at which a run stands: its parameters are back at the last finite ones, and no step has
/// been made since.
std::optional<Problem> divergenceOf(const TrainerState& state, const TrainingData& data, const Vae& vae) {
    if (state.divergences == 0 || state.parameters != state.lastFinite->parameters)
        return std::nullopt;
    // Which of the two it was is not kept.
    return divergenceAt(state, "loss or its gradient",
                        columnAtFault(data, vae, state.parameters, data.split.training));
}

/// What the run went through: curves, changes, and where it stands. Where its checkpoint is not there, what
/// its other files tell.
void addCourse(ReportedRun& reported, const std::string& folder) {
    try {
        Checkpoint checkpoint = readCheckpoint(folder + kCheckpointFile);
        reported.finished = isOver(checkpoint.state, *reported.data);
        reported.divergence = divergenceOf(checkpoint.state, *reported.data, *reported.model.vae);
        reported.history = std::move(checkpoint.history);
        return;
    } catch (const Error& error) {
        std::fprintf(stderr, "note: %s The report does not tell whether the run is over.\n", error.what());
    }
    try {
        reported.history = readRunHistory(folder);
    } catch (const Error& error) {
        std::fprintf(stderr, "note: %s The report shows no curves and no changes.\n", error.what());
    }
}

std::string today() {
    const std::time_t now = std::time(nullptr);
    std::tm day{};
    char text[16];
    localtime_r(&now, &day);
    return {text, std::strftime(text, sizeof text, "%Y-%m-%d", &day)};
}

std::string nameOf(const std::string& folder) {
    const std::filesystem::path path = std::filesystem::absolute(folder).lexically_normal();
    return (path.has_filename() ? path : path.parent_path()).filename().string();
}

ExitCode report(const ReportArguments& arguments) {
    SavedRun run = readRun(arguments.runFolder);
    RunConfig config = readRunConfig(arguments.runFolder);
    if (!arguments.dataPath.empty())
        config.source.path = std::filesystem::absolute(arguments.dataPath).lexically_normal().string();
    run.source = config.source;
    ReportedRun reported{.name = nameOf(arguments.runFolder),
                         .source = config.source,
                         .data = dataOf(run, config),
                         .model = run.model,
                         .hyperparameters = run.hyperparameters,
                         .version = LATENTSCAPE_VERSION,
                         .date = today()};
    addCourse(reported, arguments.runFolder);
    writeFileAtomically(arguments.out, htmlReport(reported));
    return Done;
}

}  // namespace

void addReportCommand(CLI::App& app, Command& chosen) {
    const auto arguments = std::make_shared<ReportArguments>();
    CLI::App* const command = app.add_subcommand("report", "Write a report of a run as one web page");
    command->add_option("RUN", arguments->runFolder, "Run folder")->required();
    command->add_option("DATA", arguments->dataPath,
                        "The run's table, if it is not where it was; its content must be the same");
    command
        ->add_option("--out", arguments->out,
                     "File to write (HTML): settings, curves, map, health of latent dimensions and columns, "
                     "rows, findings and how to repeat the run. It needs no other file and no network")
        ->required();
    command->callback([arguments, &chosen] { chosen = [arguments] { return report(*arguments); }; });
}

}  // namespace latentscape::cli
