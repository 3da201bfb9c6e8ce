#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace latentscape {

/// A file open for reading, read in pieces. Its pages are never mapped: a file that another program shortens
/// meanwhile is an error then, not a signal that ends the process.
class FileBytes {
public:
    /// Throws Error(FileNotFound, FileUnreadable).
    explicit FileBytes(std::string path);
    ~FileBytes();
    FileBytes(const FileBytes&) = delete;
    FileBytes& operator=(const FileBytes&) = delete;

    const std::string& path() const { return m_path; }
    /// As it was when the file was opened.
    std::uint64_t size() const { return m_size; }
    /// Fills `bytes` from `offset` on; from any thread. Throws Error(FileUnreadable), also where the file has
    /// become shorter.
    void read(std::uint64_t offset, std::span<char> bytes) const;

private:
    std::string m_path;
    std::uint64_t m_size = 0;
    int m_descriptor = -1;
};

}  // namespace latentscape
