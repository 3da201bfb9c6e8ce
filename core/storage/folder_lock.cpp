#include "core/storage/folder_lock.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/support/problem.h"

namespace latentscape {
namespace {

/// Who looks whether somebody writes holds the lock for a moment: only one that stays taken is a writer's.
bool takeLock(int lock) {
    constexpr int kTries = 5;
    constexpr useconds_t kPauseMicroseconds = 2000;
    for (int i = 1; ::flock(lock, LOCK_EX | LOCK_NB) != 0; ++i) {
        if (errno != EWOULDBLOCK || i == kTries)
            return false;
        ::usleep(kPauseMicroseconds);
    }
    return true;
}

}  // namespace

FolderLock::FolderLock(const std::string& folder) {
    const std::string file = folder + kLockFile;
    m_file = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (m_file < 0)
        throw Error(ProblemCode::FileNotWritable, {{"file", file}, {"reason", std::strerror(errno)}});
    // A file system that knows no locks shall not keep anybody from training.
    m_held = takeLock(m_file);
    if (!m_held && errno == EWOULDBLOCK) {
        ::close(m_file);
        throw Error(ProblemCode::RunInUse, {{"folder", folder}});
    }
}

FolderLock::~FolderLock() {
    if (m_file >= 0)
        ::close(m_file);
}

FolderLock::FolderLock(FolderLock&& other) noexcept
    : m_file(std::exchange(other.m_file, -1)), m_held(std::exchange(other.m_held, false)) {}

bool isBeingWritten(const std::string& folder) {
    const int lock = ::open((folder + kLockFile).c_str(), O_RDONLY | O_CLOEXEC);
    if (lock < 0)
        return false;
    // Held for a moment if it is free; who begins to write just then waits for that.
    const bool isWritten = ::flock(lock, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(lock);
    return isWritten;
}

}  // namespace latentscape
