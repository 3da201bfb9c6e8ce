#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "core/storage/folder_lock.h"

namespace latentscape {

/// A project's folder of which this process alone writes, for as long as a window is open. If the process
/// ends before the folder was discarded, however it ends, what was trained can be found there.
class SessionFolder {
public:
    /// A new folder named by the time, in `root`, which is made if it is not there. Throws
    /// Error(FileNotWritable).
    static SessionFolder create(const std::string& root);
    /// The folder of a session that has ended. Throws Error(FileNotFound, FileNotWritable, RunInUse).
    static SessionFolder takeOver(const std::string& folder);

    const std::string& path() const { return m_path; }
    /// It goes, with all that is in it.
    void discard();

private:
    SessionFolder(std::string path);

    std::string m_path;
    FolderLock m_lock;
};

/// A session that ended without being closed, and holds runs or marks.
struct LostSession {
    std::string folder;
    /// When it was kept last.
    std::chrono::system_clock::time_point time;
};

/// Those in `root` that no living process holds, the newest first. Of many, only the newest `most` stay:
/// older ones, and such that hold nothing, are removed. Throws nothing: a folder that cannot be looked into
/// holds nothing.
std::vector<LostSession> lostSessions(const std::string& root, std::size_t most = 5);

}  // namespace latentscape
