#pragma once

#include <string>

#include "core/data/preprocessor.h"
#include "core/training/timeline.h"

namespace latentscape {

/// Within a run folder.
inline constexpr const char* kTimelineFolder = "/timeline";

/// States of more bytes than this are thinned before they are written, as a timeline thins itself.
inline constexpr std::size_t kStoredTimelineBytes = std::size_t(32) << 20;

/// Writes the states of a run, for others to look back at and to branch from, as files of `folder`: each a
/// checkpoint (see checkpoint.h) without a history. A state that is there already is not written again; files
/// of other states go. Makes the folder if it is not there. Throws Error(FileNotWritable).
void writeTimeline(const std::string& folder, const Timeline& timeline, const Preprocessor& preprocessor);

/// States of the run that stands at `end`, within `budget` bytes; empty if there is no such folder. What
/// states share is shared again. Throws Error(FileUnreadable, RunUnreadable), also for states of another
/// model and for more of them than are ever written.
Timeline readTimeline(const std::string& folder, std::size_t budget, const TrainerState& end);

}  // namespace latentscape
