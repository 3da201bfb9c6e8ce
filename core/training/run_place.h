#pragma once

#include <compare>
#include <cstdint>

namespace latentscape {

/// Where in its run a trainer stands.
struct RunPlace {
    std::int64_t step = 0;
    /// Times that training had diverged by then.
    std::int64_t divergences = 0;
    /// False between the last step of an epoch and the end of its validation.
    bool validated = true;

    auto operator<=>(const RunPlace&) const = default;
};

}  // namespace latentscape
