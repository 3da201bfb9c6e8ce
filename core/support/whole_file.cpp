#include "core/support/whole_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "core/support/problem.h"

namespace latentscape {

std::string readWholeFile(const std::string& path) {
    const auto unreadable = [&path](const std::string& reason) {
        return Error(ProblemCode::FileUnreadable, {{"file", path}, {"reason", reason}});
    };
    std::error_code status;
    if (!std::filesystem::exists(path, status)) {
        if (status)
            throw unreadable(status.message());
        throw Error(ProblemCode::FileNotFound, {{"file", path}});
    }
    if (std::filesystem::is_directory(path, status))
        throw unreadable(std::strerror(EISDIR));
    const std::uintmax_t size = std::filesystem::file_size(path, status);
    if (status)
        throw unreadable(status.message());
    std::ifstream stream(path, std::ios::binary);
    if (!stream)
        throw unreadable(std::strerror(errno));
    std::string text(size, '\0');
    if (!stream.read(text.data(), std::streamsize(size)))
        throw unreadable("it changed while it was read");
    return text;
}

}  // namespace latentscape
