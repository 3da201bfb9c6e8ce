#pragma once

#include <string>

#include "core/support/progress.h"

namespace latentscape {

// A folder as one file: a zip archive, which every system can look into.

/// An archive of more entries, folders included, is not unpacked.
inline constexpr int kMostArchiveEntries = 100'000;

/// Packs all files under `folder`, without itself, into `path`, whole or not at all; hidden files and folders
/// and those that are still being written stay behind. Throws Error(FileNotWritable, FileUnreadable).
void packFolder(const std::string& folder, const std::string& path);

/// Unpacks an archive into `folder`, which is made and must not hold anything. Nothing is written outside of
/// it, no more than the archive can hold, and at most half of the room that is left; if it fails, nothing
/// stays. `progress` is told the share of the archive before each file. Throws Error(FileNotFound,
/// FileUnreadable, ProjectUnreadable, FileNotWritable, Cancelled).
void unpackArchive(const std::string& path, const std::string& folder, const Progress& progress = {});

}  // namespace latentscape
