#pragma once

#include <string>
#include <vector>

namespace latentscape {

/// The run folders that a folder stands for: itself, or if it holds no run those directly in it, as the
/// folder of a sweep does: the best first as sweep.csv ranks them, then the others by name. Empty if there
/// are none.
std::vector<std::string> runFoldersIn(const std::string& folder);

}  // namespace latentscape
