#pragma once

#include <string>

namespace latentscape {

/// The bytes of a file. Throws Error(FileNotFound, FileUnreadable).
std::string readWholeFile(const std::string& path);

}  // namespace latentscape
