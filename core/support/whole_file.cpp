#include "core/support/whole_file.h"

#include "core/support/file_bytes.h"

namespace latentscape {

std::string readWholeFile(const std::string& path) {
    const FileBytes file(path);
    std::string text(file.size(), '\0');
    file.read(0, text);
    return text;
}

}  // namespace latentscape
