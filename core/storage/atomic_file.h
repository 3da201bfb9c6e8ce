#pragma once

#include <span>
#include <string>
#include <string_view>

namespace latentscape {

/// What a temporary file is called behind the name of the file that it is to become; a number follows. A
/// process that is killed may leave one behind.
inline constexpr const char* kTemporaryEnding = ".tmp";

/// A file that comes to be whole or not at all: a temporary file beside it, fsync, rename, fsync of the
/// folder. An older file of that name stays as it was until the new one is complete. Without commit() nothing
/// stays. Throws Error(FileNotWritable).
class AtomicFile {
public:
    explicit AtomicFile(std::string path);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    /// Of the temporary file, for a library that writes by itself.
    int descriptor() const { return m_descriptor; }
    void write(std::string_view content);
    void commit();

private:
    std::string m_path;
    std::string m_temporary;
    int m_descriptor = -1;
};

/// Writes such a file. Throws Error(FileNotWritable).
void writeFileAtomically(const std::string& path, std::string_view content);
/// The same with `parts` one after the other.
void writeFileAtomically(const std::string& path, std::span<const std::string_view> parts);

/// Writes whole lines at the end of a file that is there, all of them or none, for others to read along.
/// Throws Error(FileNotWritable).
void appendLines(const std::string& path, std::string_view lines);

}  // namespace latentscape
