#include "core/storage/atomic_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

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
    Descriptor(const std::string& path, int flags)
        : m_number(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
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

bool writeAll(const Descriptor& file, std::string_view content) {
    while (!content.empty()) {
        const ssize_t written = ::write(file.number(), content.data(), content.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        content.remove_prefix(std::size_t(written));
    }
    return true;
}

}  // namespace

void writeFileAtomically(const std::string& path, std::string_view content) {
    writeFileAtomically(path, std::span(&content, 1));
}

void writeFileAtomically(const std::string& path, std::span<const std::string_view> parts) {
    const std::string temporary = path + kTemporaryEnding + std::to_string(::getpid());
    bool complete = false;
    {
        const Descriptor file(temporary, O_WRONLY | O_CREAT | O_TRUNC);
        complete = file.isOpen();
        for (const std::string_view part : parts)
            complete = complete && writeAll(file, part);
        complete = complete && ::fsync(file.number()) == 0;
    }
    if (!complete || ::rename(temporary.c_str(), path.c_str()) != 0) {
        const int reason = errno;
        ::unlink(temporary.c_str());
        errno = reason;
        throwNotWritable(path);
    }
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    const Descriptor parent(folder.empty() ? "." : folder.string(), O_RDONLY | O_DIRECTORY);
    if (parent.isOpen())
        ::fsync(parent.number());
}

void appendLines(const std::string& path, std::string_view lines) {
    const Descriptor file(path, O_WRONLY | O_APPEND);
    const off_t before = file.isOpen() ? ::lseek(file.number(), 0, SEEK_END) : -1;
    if (before >= 0 && writeAll(file, lines))
        return;
    const int reason = errno;
    // Half a line would be worse than none. Where even that fails there is nothing left to try.
    [[maybe_unused]] const bool restored = before >= 0 && ::ftruncate(file.number(), before) == 0;
    errno = reason;
    throwNotWritable(path);
}

}  // namespace latentscape
