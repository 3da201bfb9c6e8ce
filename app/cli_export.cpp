#include <cstdio>

#include <CLI/CLI.hpp>

#include "app/cli_commands.h"
#include "app/cli_run_table.h"
#include "core/storage/atomic_file.h"
#include "core/storage/file_digest.h"
#include "core/storage/model_bundle.h"
#include "core/storage/onnx_export.h"

namespace latentscape::cli {
namespace {

/// Rows from which it is found out how a table is written.
constexpr Index kRowsForDialect = 1000;

struct ExportArguments {
    std::string runFolder;
    std::string onnxFolder;
    std::string weightsFile;
    std::string bundleFolder;
};

/// What the run's table tells. It need not be there any more.
BundledData dataOf(const SavedRun& run, bool withHash) {
    BundledData data;
    try {
        data.dialect = readCsv(run.source.path, optionsLike(run), {.firstRows = kRowsForDialect}).dialect;
        if (withHash)
            data.sha256 = sha256OfFile(run.source.path);
    } catch (const Error& error) {
        std::fprintf(stderr, "note: %s The export tells nothing of this file.\n", error.what());
    }
    return data;
}

ExitCode exportRun(const ExportArguments& arguments) {
    const SavedRun run = readRun(arguments.runFolder);
    const BundledData data = dataOf(run, !arguments.bundleFolder.empty());
    const nlohmann::json schema = modelSchema(run, data.dialect);
    if (!arguments.onnxFolder.empty()) {
        const std::string& folder = arguments.onnxFolder;
        const OnnxModels models = encodeOnnx(run.model, folder);
        createRunFolder(folder);
        writeFileAtomically(folder + "/encoder.onnx", models.encoder);
        writeFileAtomically(folder + "/decoder.onnx", models.decoder);
        writeFileAtomically(folder + "/schema.json", schemaText(schema));
    }
    if (!arguments.weightsFile.empty())
        writeFileAtomically(arguments.weightsFile, encodeWeights(run, schema));
    if (!arguments.bundleFolder.empty())
        writeBundle(arguments.bundleFolder, arguments.runFolder, run, data);
    return Done;
}

}  // namespace

void addExportCommand(CLI::App& app, Command& chosen) {
    const auto arguments = std::make_shared<ExportArguments>();
    CLI::App* const command = app.add_subcommand("export", "Write the model for other programs");
    command->add_option("RUN", arguments->runFolder, "Run folder")->required();
    CLI::Option_group* const formats = command->add_option_group("formats");
    formats->add_option("--onnx", arguments->onnxFolder,
                        "Folder for encoder.onnx, decoder.onnx and schema.json, which tells how rows are "
                        "encoded and decoded");
    formats->add_option("--safetensors", arguments->weightsFile,
                        "File for the weights under PyTorch's names, with the schema in its metadata");
    formats->add_option("--bundle", arguments->bundleFolder,
                        "Folder for weights, schema, the table's hash, the command that repeats the run, and "
                        "use_model.py, which encodes and reconstructs with PyTorch or NumPy alone");
    formats->require_option(1, 0);
    command->callback([arguments, &chosen] { chosen = [arguments] { return exportRun(*arguments); }; });
}

}  // namespace latentscape::cli
