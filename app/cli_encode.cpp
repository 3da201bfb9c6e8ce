#include <CLI/CLI.hpp>

#include "app/cli_commands.h"
#include "app/cli_run_table.h"
#include "core/analysis/row_tables.h"
#include "core/storage/atomic_file.h"

namespace latentscape::cli {
namespace {

struct EncodeArguments {
    std::string runFolder;
    std::string dataPath;
    std::string out;
};

EncodedTable tableOf(const SavedRun& run, const std::string& dataPath) {
    return run.preprocessor.transform(*readLike(run, dataPath).dataset);
}

ExitCode encode(const EncodeArguments& arguments) {
    const SavedRun run = readRun(arguments.runFolder);
    writeFileAtomically(arguments.out, encodedCsv(tableOf(run, arguments.dataPath), run.model));
    return Done;
}

ExitCode reconstruct(const EncodeArguments& arguments) {
    const SavedRun run = readRun(arguments.runFolder);
    writeFileAtomically(arguments.out,
                        reconstructedCsv(run.preprocessor, tableOf(run, arguments.dataPath), run.model));
    return Done;
}

void addCommand(CLI::App& app, Command& chosen, const char* name, const char* help, const char* outHelp,
                ExitCode (*run)(const EncodeArguments&)) {
    const auto arguments = std::make_shared<EncodeArguments>();
    CLI::App* const command = app.add_subcommand(name, help);
    command->add_option("RUN", arguments->runFolder, "Run folder")->required();
    command->add_option("DATA", arguments->dataPath, "Table with the run's columns (CSV)")->required();
    command->add_option("--out", arguments->out, outHelp)->required();
    command->callback([arguments, run, &chosen] { chosen = [arguments, run] { return run(*arguments); }; });
}

}  // namespace

void addEncodeCommand(CLI::App& app, Command& chosen) {
    addCommand(app, chosen, "encode", "Tell where each row lies in the latent space",
               "Table to write (CSV): row (counted from 0), mean_0 …, sd_0 …", encode);
}

void addReconstructCommand(CLI::App& app, Command& chosen) {
    addCommand(app, chosen, "reconstruct", "Tell what the model makes of each row",
               "Table to write (CSV): the run's columns in original units", reconstruct);
}

}  // namespace latentscape::cli
