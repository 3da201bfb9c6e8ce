#pragma once

#include <compare>
#include <cstdint>

namespace latentscape {

/// Floating-point operations of one piece of a validation: some twenty milliseconds of two cores. Which
/// places a run passes depends on it, and so where live changes may fall: a run that was recorded with
/// another number goes on with that one.
inline constexpr double kValidationOperations = 1e9;

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
