#pragma once

#include <cstdint>
#include <string>

namespace latentscape {

/// Bytes that this process can still take without driving out others: what the system has free, or what the
/// process's control group leaves, whichever is less. Unlimited where the system does not tell.
std::uint64_t availableMemory();

/// `12.3 GB`, `45 MB` (powers of ten).
std::string memoryText(std::uint64_t bytes);

}  // namespace latentscape
