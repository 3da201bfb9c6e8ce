#pragma once

#include <string>

#include "core/storage/model_schema.h"
#include "core/storage/safetensors.h"

namespace latentscape {

/// The Python script that uses an exported model with PyTorch or NumPy.
extern const char* const kUseModelScript;

/// The weights under PyTorch's names, with the run's settings and `schema` as JSON in the metadata.
std::string encodeWeights(const SavedRun& run, const nlohmann::json& schema);

/// What a bundle tells of the table that the model learned from.
struct BundledData {
    /// sha256OfFile(); empty if the file is no longer there.
    std::string sha256;
    std::optional<CsvDialect> dialect;
};

/// A folder from which the model can be used and its training repeated without more of the program than
/// latentscape-cli: model.safetensors, schema.json, use_model.py, and the run's config.json and edits.jsonl
/// with bundle.json, which tells the table's hash and the command that repeats the run. Each file is written
/// whole or not at all. Throws Error(FileNotWritable, FileNotFound, FileUnreadable).
void writeBundle(const std::string& folder, const std::string& runFolder, const SavedRun& run,
                 const BundledData& data);

}  // namespace latentscape
