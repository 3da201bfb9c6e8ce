#include "core/support/file_bytes.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "core/support/problem.h"

namespace latentscape {
namespace {

Error unreadable(const std::string& path, const std::string& reason) {
    return Error(ProblemCode::FileUnreadable, {{"file", path}, {"reason", reason}});
}

}  // namespace

FileBytes::FileBytes(std::string path) : m_path(std::move(path)) {
    std::error_code status;
    if (!std::filesystem::exists(m_path, status)) {
        if (status)
            throw unreadable(m_path, status.message());
        throw Error(ProblemCode::FileNotFound, {{"file", m_path}});
    }
    if (std::filesystem::is_directory(m_path, status))
        throw unreadable(m_path, std::strerror(EISDIR));
    // No device and no pipe has a size, and none is opened: that could wait for ever.
    m_size = std::filesystem::file_size(m_path, status);
    if (status)
        throw unreadable(m_path, status.message());
    m_descriptor = ::open(m_path.c_str(), O_RDONLY | O_CLOEXEC);
    if (m_descriptor < 0)
        throw unreadable(m_path, std::strerror(errno));
}

FileBytes::~FileBytes() {
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

void FileBytes::read(std::uint64_t offset, std::span<char> bytes) const {
    while (!bytes.empty()) {
        const ssize_t count = ::pread(m_descriptor, bytes.data(), bytes.size(), off_t(offset));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            throw unreadable(m_path, std::strerror(errno));
        if (count == 0)
            throw unreadable(m_path, "it changed while it was read");
        bytes = bytes.subspan(std::size_t(count));
        offset += std::uint64_t(count);
    }
}

}  // namespace latentscape
