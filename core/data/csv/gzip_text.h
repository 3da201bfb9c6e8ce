#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace latentscape {

/// Whether the bytes begin as a gzip file does.
bool isGzipped(std::string_view bytes);

/// What a gzip file holds, all of its members one after the other; at most `most` bytes of it, `cut` tells
/// whether there are more. `path` is named in errors. Throws Error(FileUnreadable) where the packed data is
/// damaged or ends too early.
std::string gunzip(std::string_view bytes, const std::string& path, std::uint64_t most, bool& cut);

}  // namespace latentscape
