#include <CLI/CLI.hpp>

#include "app/cli_commands.h"
#include "app/cli_run_table.h"
#include "core/analysis/encoding.h"
#include "core/analysis/model_tables.h"
#include "core/data/csv_writer.h"
#include "core/storage/atomic_file.h"

namespace latentscape::cli {
namespace {

struct EncodeArguments {
    std::string runFolder;
    std::string dataPath;
    std::string out;
};

/// q(z | x) of every row of the table.
Posteriors posteriorsOf(const SavedRun& run, const std::string& dataPath) {
    const CsvResult read = readLike(run, dataPath);
    return encodeRows(run.preprocessor.transform(*read.dataset), run.model, allRows(read.dataset->rows()));
}

ExitCode encode(const EncodeArguments& arguments) {
    const SavedRun run = readRun(arguments.runFolder);
    const Posteriors posteriors = posteriorsOf(run, arguments.dataPath);
    std::vector<std::string> header{"row"};
    for (const char* const stem : {"mean_", "sd_"})
        for (Index j = 0; j < posteriors.mean.rows(); ++j)
            header.push_back(stem + std::to_string(j));
    CsvWriter writer(header);
    for (Index row = 0; row < posteriors.mean.cols(); ++row) {
        writer.addCell(std::to_string(row));
        for (const Matrix* const values : {&posteriors.mean, &posteriors.deviation})
            for (Index j = 0; j < values->rows(); ++j)
                writer.addNumber((*values)(j, row));
        writer.endRow();
    }
    writeFileAtomically(arguments.out, writer.text());
    return Done;
}

ExitCode reconstruct(const EncodeArguments& arguments) {
    const SavedRun run = readRun(arguments.runFolder);
    const Posteriors posteriors = posteriorsOf(run, arguments.dataPath);
    writeFileAtomically(arguments.out, decodedCsv(run.preprocessor,
                                                  decodeRows(run.preprocessor, run.model, posteriors.mean)));
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
