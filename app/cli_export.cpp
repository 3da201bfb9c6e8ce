#include <cstdio>

#include <CLI/CLI.hpp>

#include "app/cli_commands.h"
#include "core/storage/model_files.h"

namespace latentscape::cli {
namespace {

struct ExportArguments {
    std::string runFolder;
    std::string onnxFolder;
    std::string weightsFile;
    std::string bundleFolder;
};

ExitCode exportRun(const ExportArguments& arguments) {
    const SavedRun run = readRun(arguments.runFolder);
    Problems problems;
    const BundledData data = bundledData(run, !arguments.bundleFolder.empty(), problems);
    for (const Problem& problem : problems)
        std::fprintf(stderr, "note: %s The export tells nothing of this file.\n", describe(problem).c_str());
    if (!arguments.onnxFolder.empty())
        writeOnnxFolder(arguments.onnxFolder, run, data);
    if (!arguments.weightsFile.empty())
        writeWeights(arguments.weightsFile, run, data);
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
