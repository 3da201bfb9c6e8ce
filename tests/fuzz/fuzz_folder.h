#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

#include <unistd.h>

#include "core/support/problem.h"

namespace latentscape::fuzz {

inline void require(bool holds) {
    if (!holds)
        std::abort();
}

/// A safetensors file whose header ends at a zero byte, so that the fuzzer need not guess its length.
inline std::string withLength(std::string_view text) {
    const std::size_t end = std::min(text.find('\0'), text.size());
    std::string file;
    for (int i = 0; i < 8; ++i)
        file += char((std::uint64_t(end) >> (8 * i)) & 0xff);
    file += text.substr(0, end);
    return file.append(end < text.size() ? text.substr(end + 1) : "");
}

/// A folder of this process's own, in memory where the system has a place for that.
class WorkFolder {
public:
    WorkFolder() {
        const std::filesystem::path memory = "/dev/shm";
        const std::filesystem::path base =
            std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path();
        m_path = base / ("latentscape-fuzz-" + std::to_string(::getpid()));
        std::filesystem::create_directories(m_path);
    }
    ~WorkFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    WorkFolder(const WorkFolder&) = delete;
    WorkFolder& operator=(const WorkFolder&) = delete;

    const std::string& path() const { return m_path; }

private:
    std::string m_path;
};

inline const std::string& workFolder() {
    static const WorkFolder folder;
    return folder.path();
}

inline void writeFile(const std::string& path, std::string_view content) {
    std::ofstream(path, std::ios::binary | std::ios::trunc)
        .write(content.data(), std::streamsize(content.size()));
}

/// Whether `read` could read; one Error of this code is right, too.
template <class Read>
bool readsOrRefuses(ProblemCode refusal, Read&& read) {
    try {
        read();
        return true;
    } catch (const Error& error) {
        require(error.problem().code == refusal);
        return false;
    }
}

}  // namespace latentscape::fuzz
