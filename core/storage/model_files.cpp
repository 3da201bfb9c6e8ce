#include "core/storage/model_files.h"

#include "core/storage/atomic_file.h"
#include "core/storage/file_digest.h"
#include "core/storage/onnx_export.h"
#include "core/storage/table_options.h"

namespace latentscape {
namespace {

/// Rows from which it is found out how a table is written.
constexpr Index kRowsForDialect = 1000;

}  // namespace

BundledData bundledData(const SavedRun& run, bool withHash, Problems& problems) {
    BundledData data;
    try {
        data.dialect = readCsv(run.source.path, optionsLike(run), {.firstRows = kRowsForDialect}).dialect;
        if (withHash)
            data.sha256 = sha256OfFile(run.source.path);
    } catch (const Error& error) {
        problems.push_back(error.problem());
    }
    return data;
}

void writeOnnxFolder(const std::string& folder, const SavedRun& run, const BundledData& data) {
    const OnnxModels models = encodeOnnx(run.model, folder);
    createRunFolder(folder);
    writeFileAtomically(folder + "/encoder.onnx", models.encoder);
    writeFileAtomically(folder + "/decoder.onnx", models.decoder);
    writeFileAtomically(folder + "/schema.json", schemaText(modelSchema(run, data.dialect)));
}

void writeWeights(const std::string& path, const SavedRun& run, const BundledData& data) {
    writeFileAtomically(path, encodeWeights(run, modelSchema(run, data.dialect)));
}

}  // namespace latentscape
