#include <cstdio>
#include <ctime>
#include <filesystem>

#include <CLI/CLI.hpp>

#include "app/cli_commands.h"
#include "app/cli_data.h"
#include "app/cli_run_table.h"
#include "core/data/content_hash.h"
#include "core/report/html_report.h"
#include "core/storage/atomic_file.h"
#include "core/storage/checkpoint.h"

namespace latentscape::cli {
namespace {

struct ReportArguments {
    std::string runFolder;
    /// Where the run's table is now, if not where it was.
    std::string dataPath;
    std::string out;
};

/// The run's table as the run encodes it.
TrainingDataPtr dataOf(const SavedRun& run, const std::string& wantedHash) {
    const LoadedTable loaded = loadTable(run.source);
    const Dataset& dataset = *loaded.dataset;
    if (dataset.rows() != run.source.rows || (!wantedHash.empty() && contentHash(dataset) != wantedHash))
        throw Error(ProblemCode::TableDoesNotFitRun,
                    {{"file", run.source.path}, {"reason", "it is not the table that the run learned from"}});
    auto data = std::make_shared<TrainingData>();
    data->dataset = loaded.dataset;
    data->roles = loaded.roles;
    data->rows = run.source.rowRequest;
    data->split = splitOfRun(run, dataset);
    data->preprocessor = run.preprocessor;
    data->table = run.preprocessor.transform(dataset);
    return data;
}

/// The curves of the run; none where its checkpoint is not there.
MetricsHistory historyOf(const std::string& folder) {
    try {
        return readCheckpoint(folder + kCheckpointFile).history;
    } catch (const Error& error) {
        std::fprintf(stderr, "note: %s The report shows no curves.\n", error.what());
        return {};
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
    if (!arguments.dataPath.empty())
        run.source.path = std::filesystem::absolute(arguments.dataPath).lexically_normal().string();
    const ReportedRun reported{.name = nameOf(arguments.runFolder),
                               .source = run.source,
                               .data = dataOf(run, readRunConfig(arguments.runFolder).contentHash),
                               .model = run.model,
                               .hyperparameters = run.hyperparameters,
                               .history = historyOf(arguments.runFolder),
                               .version = LATENTSCAPE_VERSION,
                               .date = today()};
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
