#include <CLI/CLI.hpp>

#include "app/cli_commands.h"
#include "app/cli_run_table.h"
#include "core/analysis/encoding.h"
#include "core/analysis/model_tables.h"
#include "core/analysis/sampling.h"
#include "core/data/sampler.h"
#include "core/storage/atomic_file.h"

namespace latentscape::cli {
namespace {

struct SampleArguments {
    std::string runFolder;
    Index rows = 0;
    std::int64_t seed = 1;
    std::string from = "prior";
    std::string out;
};

struct DecodeArguments {
    std::string runFolder;
    std::string latentsPath;
    std::string out;
};

/// Where the run's training rows lie.
GaussianMixture posteriorOf(const SavedRun& run, std::uint64_t seed) {
    const CsvResult read = readOwnTable(run);
    return aggregatePosterior(run.preprocessor.transform(*read.dataset), run.model,
                              splitOfRun(run, *read.dataset).training, seed);
}

ExitCode sample(const SampleArguments& arguments) {
    const SavedRun run = readRun(arguments.runFolder);
    const auto seed = std::uint64_t(arguments.seed);
    std::optional<GaussianMixture> posterior;
    if (arguments.from == "posterior")
        posterior = posteriorOf(run, seed);
    const GeneratedRows generated =
        generateRows(run.preprocessor, run.model, arguments.rows, seed, posterior ? &*posterior : nullptr);
    writeFileAtomically(arguments.out, generatedCsv(run.preprocessor, generated));
    return Done;
}

std::vector<std::string> latentNames(const std::string& stem, Index latent) {
    std::vector<std::string> names;
    for (Index j = 0; j < latent; ++j)
        names.push_back(stem + "_" + std::to_string(j));
    return names;
}

/// Points of the latent space from the columns z_0, z_1 …, or mean_0, mean_1 … where these are not there;
/// latent × rows. Throws Error as readCsv does, and LatentsDoNotFit.
Matrix readLatents(const std::string& path, Index latent) {
    std::vector<std::string> names = latentNames("z", latent);
    const auto misfit = [&](const std::string& reason) {
        return Error(ProblemCode::LatentsDoNotFit,
                     {{"file", path}, {"reason", reason}, {"columns", listOfNames(names)}});
    };
    CsvOptions options{.header = true, .fewestColumns = 1};
    const DatasetPtr untyped = readCsv(path, options).dataset;
    if (!untyped->indexOf(names.front()) && untyped->indexOf("mean_0"))
        names = latentNames("mean", latent);
    for (const std::string& name : names) {
        if (!untyped->indexOf(name))
            throw misfit("it has no column “" + name + "”");
        options.types[name] = ColumnType::Number;
    }
    const DatasetPtr dataset = readCsv(path, options).dataset;
    Matrix z(latent, dataset->rows());
    for (Index j = 0; j < latent; ++j) {
        const Column& column = dataset->column(*dataset->indexOf(names[std::size_t(j)]));
        for (Index row = 0; row < z.cols(); ++row) {
            z(j, row) = Scalar(column.values[std::size_t(row)]);
            if (column.missing[std::size_t(row)] || !std::isfinite(z(j, row)))
                throw misfit("row " + std::to_string(row) + " has no number that can be used in “" +
                             column.name + "”");
        }
    }
    return z;
}

ExitCode decode(const DecodeArguments& arguments) {
    const SavedRun run = readRun(arguments.runFolder);
    const Matrix z = readLatents(arguments.latentsPath, run.model.vae->latent());
    writeFileAtomically(arguments.out,
                        decodedCsv(run.preprocessor, decodeRows(run.preprocessor, run.model, z)));
    return Done;
}

}  // namespace

void addSampleCommand(CLI::App& app, Command& chosen) {
    const auto arguments = std::make_shared<SampleArguments>();
    CLI::App* const command = app.add_subcommand("sample", "Make up rows like those of the table");
    command->add_option("RUN", arguments->runFolder, "Run folder")->required();
    command->add_option("--rows", arguments->rows, "How many rows")
        ->required()
        ->check(CLI::Range(Index(1), Index(1000000000)));
    command->add_option("--seed", arguments->seed, "Which rows: the same seed, the same rows")
        ->check(CLI::NonNegativeNumber);
    command
        ->add_option("--from", arguments->from,
                     "Where to draw latent points: from the prior, or from where the training rows lie (then "
                     "the run's table must still be there)")
        ->check(CLI::IsMember({"prior", "posterior"}));
    command->add_option("--out", arguments->out, "Table to write (CSV), in original units")->required();
    command->callback([arguments, &chosen] { chosen = [arguments] { return sample(*arguments); }; });
}

void addDecodeCommand(CLI::App& app, Command& chosen) {
    const auto arguments = std::make_shared<DecodeArguments>();
    CLI::App* const command = app.add_subcommand("decode", "Turn latent points into rows");
    command->add_option("RUN", arguments->runFolder, "Run folder")->required();
    command
        ->add_option("LATENTS", arguments->latentsPath,
                     "Table with the columns z_0, z_1 … (or mean_0, mean_1 …, as encode writes them)")
        ->required();
    command->add_option("--out", arguments->out, "Table to write (CSV), in original units")->required();
    command->callback([arguments, &chosen] { chosen = [arguments] { return decode(*arguments); }; });
}

}  // namespace latentscape::cli
