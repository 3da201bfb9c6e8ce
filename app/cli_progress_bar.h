#pragma once

#include <algorithm>
#include <cmath>
#include <string>

namespace latentscape::cli {

/// `[####                ]` for a fifth.
inline std::string progressBar(double share) {
    constexpr double kMarks = 20;
    const double done = std::floor(std::clamp(share, 0.0, 1.0) * kMarks);
    return "[" + std::string(std::size_t(done), '#') + std::string(std::size_t(kMarks - done), ' ') + "]";
}

}  // namespace latentscape::cli
