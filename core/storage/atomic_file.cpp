#include "core/storage/atomic_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "core/support/problem.h"

namespace latentscape {
namespace {

[[noreturn]] void throwNotWritable(const std::string& path) {
    throw Error(ProblemCode::FileNotWritable, {{"file", path}, {"reason", std::strerror(errno)}});
}

/// Owns a file descriptor.
class Descriptor {
public:
    Descriptor(const std::string& path, int flags) : m_number(::open(path.c_str(), flags | O_CLOEXEC)) {}
    ~Descriptor() {
        if (m_number >= 0)
            ::close(m_number);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    bool isOpen() const { return m_number >= 0; }
    int number() const { return m_number; }

private:
    int m_number;
};

bool writeAll(int file, std::string_view content) {
    while (!content.empty()) {
        const ssize_t written = ::write(file, content.data(), content.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        content.remove_prefix(std::size_t(written));
    }
    return true;
}

}  // namespace

AtomicFile::AtomicFile(std::string path)
    : m_path(std::move(path)), m_temporary(m_path + kTemporaryEnding + std::to_string(::getpid())) {
    m_descriptor = ::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (m_descriptor < 0)
        throwNotWritable(m_path);
}

AtomicFile::~AtomicFile() {
    if (m_descriptor < 0)
        return;
    ::close(m_descriptor);
    ::unlink(m_temporary.c_str());
}

void AtomicFile::write(std::string_view content) {
    if (!writeAll(m_descriptor, content))
        throwNotWritable(m_path);
}

void AtomicFile::commit() {
    if (::fsync(m_descriptor) != 0 || ::rename(m_temporary.c_str(), m_path.c_str()) != 0)
        throwNotWritable(m_path);
    ::close(std::exchange(m_descriptor, -1));
    const std::filesystem::path folder = std::filesystem::path(m_path).parent_path();
    const Descriptor parent(folder.empty() ? "." : folder.string(), O_RDONLY | O_DIRECTORY);
    if (parent.isOpen())
        ::fsync(parent.number());
}

void writeFileAtomically(const std::string& path, std::string_view content) {
    writeFileAtomically(path, std::span(&content, 1));
}

void writeFileAtomically(const std::string& path, std::span<const std::string_view> parts) {
    AtomicFile file(path);
    for (const std::string_view part : parts)
        file.write(part);
    file.commit();
}

void appendLines(const std::string& path, std::string_view lines) {
    const Descriptor file(path, O_WRONLY | O_APPEND);
    const off_t before = file.isOpen() ? ::lseek(file.number(), 0, SEEK_END) : -1;
    if (before >= 0 && writeAll(file.number(), lines))
        return;
    const int reason = errno;
    // Half a line would be worse than none. Where even that fails there is nothing left to try.
    [[maybe_unused]] const bool restored = before >= 0 && ::ftruncate(file.number(), before) == 0;
    errno = reason;
    throwNotWritable(path);
}

}  // namespace latentscape
