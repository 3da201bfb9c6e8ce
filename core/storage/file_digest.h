#pragma once

#include <string>

namespace latentscape {

/// SHA-256 of a file's bytes, 64 hexadecimal digits as `sha256sum` prints them. Throws Error(FileNotFound,
/// FileUnreadable).
std::string sha256OfFile(const std::string& path);

}  // namespace latentscape
