#include "core/storage/model_bundle.h"

#include "core/storage/atomic_file.h"
#include "core/support/whole_file.h"

namespace latentscape {
namespace {

using Json = nlohmann::json;

/// As a shell takes it for one word, whatever is in it.
std::string quoted(const std::string& word) {
    std::string text = "'";
    for (const char character : word)
        text += character == '\'' ? std::string("'\\''") : std::string(1, character);
    return text + "'";
}

Json aboutBundle(const SavedRun& run, const BundledData& data) {
    Json table{{"path", run.source.path}, {"rows", run.source.rows}};
    if (!data.sha256.empty())
        table["sha256"] = data.sha256;
    return {
        {"program", "latentscape"},
        {"data", table},
        {"command", "latentscape-cli train " + quoted(run.source.path) + " --config config.json --out RUN"}};
}

}  // namespace

std::string encodeWeights(const SavedRun& run, const Json& schema) {
    SafetensorsFile file;
    file.tensors = parametersToTensors(run.model.vae->layout(), run.model.parameters);
    file.metadata = {{"format", "pt"},
                     {"hyperparameters", toJson(run.hyperparameters).dump()},
                     {"schema", schemaText(schema)}};
    return encodeSafetensors(file);
}

void writeBundle(const std::string& folder, const std::string& runFolder, const SavedRun& run,
                 const BundledData& data) {
    const Json schema = modelSchema(run, data.dialect);
    const std::string config = readWholeFile(runFolder + "/config.json");
    const std::string edits = readWholeFile(runFolder + "/edits.jsonl");
    createRunFolder(folder);
    writeFileAtomically(folder + "/model.safetensors", encodeWeights(run, schema));
    writeFileAtomically(folder + "/schema.json", schemaText(schema));
    writeFileAtomically(folder + "/use_model.py", kUseModelScript);
    writeFileAtomically(folder + "/config.json", config);
    writeFileAtomically(folder + "/edits.jsonl", edits);
    writeFileAtomically(folder + "/bundle.json", schemaText(aboutBundle(run, data)));
}

}  // namespace latentscape
