#pragma once

#include <map>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "core/storage/run_store.h"

namespace latentscape {

/// What other programs need beside the weights to encode rows of a table and to decode them: the columns as
/// toJson(Preprocessor) tells them, how cells of the file are read, the layers, and for each block of
/// features its likelihood and what its numbers are called in the ONNX decoder. `dialect` is that of the
/// table which the run learned from, if it is still there.
nlohmann::json modelSchema(const SavedRun& run, const std::optional<CsvDialect>& dialect);

/// The same as text; a name that is not UTF-8 is replaced rather than the export refused.
std::string schemaText(const nlohmann::json& schema);

/// What the parameters of the block at `place` are called in the ONNX decoder: `location` and `scale` of
/// Gaussian and Student-t blocks, `probability`, `logit` of continuous Bernoulli blocks, `mean` and, of
/// negative binomial ones, `size` (Var = mean + mean²/size).
std::map<std::string, std::string> onnxParameterNames(const LikelihoodBlock& block, std::size_t place);

}  // namespace latentscape
