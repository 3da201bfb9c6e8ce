#pragma once

#include <functional>

#include "core/support/problem.h"

namespace latentscape {

/// Told now and then which share of a piece of work is done, from 0 to 1; false cancels it. Empty for nobody
/// who asks.
using Progress = std::function<bool(double share)>;

/// Throws Error(Cancelled) if the work is no longer wanted.
inline void reportProgress(const Progress& progress, double share) {
    if (progress && !progress(share))
        throw Error(ProblemCode::Cancelled, {{"file", "the rows"}});
}

}  // namespace latentscape
