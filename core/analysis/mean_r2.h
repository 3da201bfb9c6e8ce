#pragma once

#include <algorithm>
#include <cstddef>

namespace latentscape {

/// Mean of `r2` over the columns that vary (the others have 0); 0 if none does.
template <class Columns>
double meanR2(const Columns& columns) {
    double sum = 0;
    std::ptrdiff_t varying = 0;
    for (const auto& column : columns) {
        sum += column.r2;
        varying += column.varies ? 1 : 0;
    }
    return sum / double(std::max<std::ptrdiff_t>(varying, 1));
}

}  // namespace latentscape
