#pragma once

#include <string>

#include "core/storage/model_bundle.h"

namespace latentscape {

/// What the run's table tells, which need not be there any more: then what is wrong with it is added to
/// `problems`. `withHash`: of the whole file, which takes a moment.
BundledData bundledData(const SavedRun& run, bool withHash, Problems& problems);

/// encoder.onnx, decoder.onnx and schema.json, each whole or not at all. Throws Error(FileNotWritable).
void writeOnnxFolder(const std::string& folder, const SavedRun& run, const BundledData& data);

/// The weights with the schema in the metadata. Throws Error(FileNotWritable).
void writeWeights(const std::string& path, const SavedRun& run, const BundledData& data);

}  // namespace latentscape
