// Unpacks whatever the fuzzer makes up. Files within the folder or one Error is right; nothing lies outside
// of it, nothing stays of an archive that is refused, and what was unpacked packs and unpacks to the same.

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>

#include "core/storage/archive.h"
#include "core/storage/atomic_file.h"
#include "tests/fuzz/fuzz_folder.h"

namespace {

using namespace latentscape;
using namespace latentscape::fuzz;
namespace fs = std::filesystem;

/// Content by name.
std::map<std::string, std::string> filesUnder(const std::string& folder) {
    std::map<std::string, std::string> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        require(entry.is_directory() || (entry.is_regular_file() && !entry.is_symlink()));
        if (!entry.is_regular_file())
            continue;
        std::ifstream file(entry.path(), std::ios::binary);
        files[entry.path().lexically_relative(folder)] = {std::istreambuf_iterator<char>(file), {}};
    }
    return files;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string archive = workFolder() + "/fuzz.zip";
    const std::string again = workFolder() + "/again.zip";
    const std::string folder = workFolder() + "/unpacked";
    const std::string other = workFolder() + "/other";
    writeFile(archive, {reinterpret_cast<const char*>(data), size});
    if (readsOrRefuses(ProblemCode::ProjectUnreadable, [&] { unpackArchive(archive, folder); })) {
        const std::map<std::string, std::string> files = filesUnder(folder);
        // What is still being written, to go by its name, is not packed, and of nothing there is no archive.
        const bool packs = std::ranges::none_of(
            files, [](const auto& file) { return file.first.find(kTemporaryEnding) != std::string::npos; });
        if (packs && !files.empty()) {
            packFolder(folder, again);
            unpackArchive(again, other);
            require(filesUnder(other) == files);
        }
        for (const std::string& made : {folder, other, again})
            fs::remove_all(made);
    }
    fs::remove(archive);
    require(fs::is_empty(workFolder()));
    return 0;
}
