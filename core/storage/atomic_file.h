#pragma once

#include <string>
#include <string_view>

namespace latentscape {

/// Writes a file whole or not at all: a temporary file beside it, fsync, rename, fsync of the folder. An
/// older file of that name stays as it was until the new one is complete. Throws Error(FileNotWritable).
void writeFileAtomically(const std::string& path, std::string_view content);

}  // namespace latentscape
