#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/analysis/diagnosis.h"

namespace latentscape::cli {

/// One object a finding: what, evidence, advice, and the changes it proposes.
nlohmann::json findingsJson(const std::vector<Finding>& findings);

/// Three lines a finding; empty if there are none.
std::string findingsText(const std::vector<Finding>& findings);

}  // namespace latentscape::cli
