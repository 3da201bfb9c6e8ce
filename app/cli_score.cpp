#include <CLI/CLI.hpp>

#include "app/cli_commands.h"
#include "app/cli_run_table.h"
#include "core/analysis/anomaly.h"
#include "core/analysis/model_tables.h"
#include "core/storage/atomic_file.h"

namespace latentscape::cli {
namespace {

struct ScoreArguments {
    std::string runFolder;
    std::string dataPath;
    std::string out;
    int samples = AnomalyOptions{}.samples;
    int importanceSamples = 0;
};

ExitCode score(const ScoreArguments& arguments) {
    const SavedRun run = readRun(arguments.runFolder);
    const CsvResult read = readLike(run, arguments.dataPath);
    const Index rows = read.dataset->rows();
    const AnomalyScores scores =
        scoreRows(run.preprocessor, run.preprocessor.transform(*read.dataset), run.model, allRows(rows),
                  {.samples = arguments.samples,
                   .importanceSamples = arguments.importanceSamples,
                   .seed = std::uint64_t(run.hyperparameters.seed)});
    ScoreTable table(run.preprocessor, arguments.importanceSamples > 1);
    table.add(allRows(rows), scores);
    writeFileAtomically(arguments.out, table.text());
    return Done;
}

}  // namespace

void addScoreCommand(CLI::App& app, Command& chosen) {
    const auto arguments = std::make_shared<ScoreArguments>();
    CLI::App* const command =
        app.add_subcommand("score", "Tell how likely the model finds each row, and what each column adds");
    command->add_option("RUN", arguments->runFolder, "Run folder")->required();
    command->add_option("DATA", arguments->dataPath, "Table with the run's columns (CSV)")->required();
    command
        ->add_option(
            "--out", arguments->out,
            "Table to write (CSV): row (counted from 0), reconstruction, kl, elbo = −(reconstruction "
            "+ kl), and each column's share of the reconstruction, in nats of the encoded table: the "
            "larger a share, the stranger the cell")
        ->required();
    command->add_option("--samples", arguments->samples, "Draws a row for the ELBO")
        ->check(CLI::Range(1, 1000000));
    command
        ->add_option("--importance-samples", arguments->importanceSamples,
                     "Draws a row for an importance-weighted log_likelihood in place of the elbo, if more "
                     "than 1")
        ->check(CLI::Range(0, 1000000));
    command->callback([arguments, &chosen] { chosen = [arguments] { return score(*arguments); }; });
}

}  // namespace latentscape::cli
