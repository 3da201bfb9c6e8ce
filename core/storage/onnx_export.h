#pragma once

#include <string>

#include "core/training/snapshot.h"

namespace latentscape {

/// A model as two ONNX files. Both take any number of rows.
///
/// Encoder: `x` (rows × features of the encoded table, a missing cell as NaN) → `mean` and `logvar`, the μ
/// and log σ² of q(z | x), rows × latent dimensions.
///
/// Decoder: `z` (rows × latent dimensions) → `expectation`, E[x | z] in the encoded table's units, rows ×
/// features, and the parameters of each block's likelihood under the names of onnxParameterNames(), rows ×
/// features of the block.
struct OnnxModels {
    std::string encoder;
    std::string decoder;
};

/// Passed by ONNX's own checker. Throws Error(FileNotWritable), which names `folder`, where it does not pass.
OnnxModels encodeOnnx(const ModelSnapshot& model, const std::string& folder);

}  // namespace latentscape
