#pragma once

#include <string>

namespace latentscape {

inline constexpr const char* kLockFile = "/.lock";

/// Says that this process alone writes into a folder. The kernel gives the lock up when the process ends,
/// however it ends; the file `.lock` stays and means nothing.
class FolderLock {
public:
    /// Throws Error(FileNotWritable, RunInUse).
    explicit FolderLock(const std::string& folder);
    /// False where the file system knows no locks: others may write too, and nobody can tell.
    bool isHeld() const { return m_held; }
    ~FolderLock();
    FolderLock(FolderLock&& other) noexcept;
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    int m_file = -1;
    bool m_held = false;
};

/// Whether a process on this machine writes into `folder`. One on another machine shows only where the file
/// system knows its locks.
bool isBeingWritten(const std::string& folder);

}  // namespace latentscape
