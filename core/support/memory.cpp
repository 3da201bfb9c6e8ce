#include "core/support/memory.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <limits>
#include <optional>

namespace latentscape {
namespace {

constexpr std::uint64_t kUnlimited = std::numeric_limits<std::uint64_t>::max();

std::optional<std::uint64_t> numberInFile(const char* path) {
    std::ifstream file(path);
    std::uint64_t number = 0;
    return file >> number ? std::optional(number) : std::nullopt;
}

std::uint64_t freeInSystem() {
    std::ifstream file("/proc/meminfo");
    std::string name;
    std::string rest;
    while (file >> name) {
        std::uint64_t kilobytes = 0;
        if (name == "MemAvailable:" && file >> kilobytes)
            return 1024 * kilobytes;
        std::getline(file, rest);
    }
    return kUnlimited;
}

/// Version 2 and version 1 of control groups, as a container sees its own.
std::uint64_t freeInControlGroup() {
    constexpr std::array<std::array<const char*, 2>, 2> kFiles{
        {{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"},
         {"/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes"}}};
    for (const auto& [limitFile, usageFile] : kFiles) {
        const std::optional<std::uint64_t> limit = numberInFile(limitFile);
        const std::optional<std::uint64_t> usage = numberInFile(usageFile);
        if (limit && usage)
            return *limit > *usage ? *limit - *usage : 0;
    }
    return kUnlimited;
}

}  // namespace

std::uint64_t availableMemory() {
    return std::min(freeInSystem(), freeInControlGroup());
}

std::string memoryText(std::uint64_t bytes) {
    // By whole numbers: printf would write the decimal mark of the process's locale.
    const double size = double(bytes);
    const auto tenths = std::uint64_t(size / 1e8 + 0.5);
    const auto megabytes = std::uint64_t(size / 1e6 + 0.5);
    return size >= 1e9 ? std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " GB"
                       : std::to_string(megabytes) + " MB";
}

}  // namespace latentscape
