#include <CLI/CLI.hpp>

#include "app/cli_commands.h"
#include "core/storage/atomic_file.h"
#include "core/storage/model_schema.h"
#include "core/storage/onnx_export.h"

namespace latentscape::cli {
namespace {

struct ExportArguments {
    std::string runFolder;
    std::string onnxFolder;
};

void exportOnnx(const SavedRun& run, const std::string& folder) {
    const OnnxModels models = encodeOnnx(run.model, folder);
    createRunFolder(folder);
    writeFileAtomically(folder + "/encoder.onnx", models.encoder);
    writeFileAtomically(folder + "/decoder.onnx", models.decoder);
    writeFileAtomically(folder + "/schema.json", modelSchemaText(run));
}

ExitCode exportRun(const ExportArguments& arguments) {
    const SavedRun run = readRun(arguments.runFolder);
    exportOnnx(run, arguments.onnxFolder);
    return Done;
}

}  // namespace

void addExportCommand(CLI::App& app, Command& chosen) {
    const auto arguments = std::make_shared<ExportArguments>();
    CLI::App* const command = app.add_subcommand("export", "Write the model for other programs");
    command->add_option("RUN", arguments->runFolder, "Run folder")->required();
    command
        ->add_option(
            "--onnx", arguments->onnxFolder,
            "Folder for encoder.onnx, decoder.onnx and schema.json, which tells how rows are encoded "
            "and decoded")
        ->required();
    command->callback([arguments, &chosen] { chosen = [arguments] { return exportRun(*arguments); }; });
}

}  // namespace latentscape::cli
