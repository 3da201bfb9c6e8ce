#pragma once

#include <string>
#include <vector>

#include "ui/training/run_list.h"

namespace latentscape::ui {

/// The runs as the text of a CSV file, one a line: how each got on, and all of its hyperparameters.
std::string runsCsv(const std::vector<RunRecord>& runs);

}  // namespace latentscape::ui
