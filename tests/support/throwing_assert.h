#pragma once

#include <stdexcept>

// Included before Eigen in every file of the double build: its checks throw in each build type, so that a
// test can see that they work.
#define eigen_assert(condition)                 \
    do {                                        \
        if (!(condition))                       \
            throw std::logic_error(#condition); \
    } while (false)
