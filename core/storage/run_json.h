#pragma once

#include <nlohmann/json.hpp>

#include "core/data/column_roles.h"
#include "core/data/csv_reader.h"
#include "core/data/preprocessor.h"
#include "core/data/row_request.h"
#include "core/training/metrics_history.h"

namespace latentscape {

/// Where a run's table came from and how it was read: enough to read it again.
struct RunSource {
    std::string path;
    Index rows = 0;
    CsvOptions csv;
    RoleRequest roles;
    RowRequest rowRequest;
};

// JSON ↔ values. Reading throws nlohmann::json::exception on a wrong structure, std::invalid_argument on a
// schema that contradicts itself, and Error on a value out of range.

nlohmann::json toJson(const Hyperparameters& hyperparameters);
Hyperparameters hyperparametersFromJson(const nlohmann::json& json);

/// Holds what was asked for alone; no request is an empty object.
nlohmann::json toJson(const RowRequest& rows);
RowRequest rowRequestFromJson(const nlohmann::json& json);

nlohmann::json toJson(const RunSource& source);
RunSource runSourceFromJson(const nlohmann::json& json);

nlohmann::json toJson(const Preprocessor& preprocessor);
Preprocessor preprocessorFromJson(const nlohmann::json& json);

nlohmann::json toJson(const HyperparameterEdit& edit);
HyperparameterEdit editFromJson(const nlohmann::json& json);

/// Told apart from an edit by its `"recover": true`.
nlohmann::json recoveryToJson(const RunPlace& place);

/// JSON text. A file name need not be UTF-8; what is not is replaced rather than the run lost.
std::string jsonText(const nlohmann::json& json, int indent = -1);

}  // namespace latentscape
