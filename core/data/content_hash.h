#pragma once

#include <string>

#include "core/data/dataset.h"

namespace latentscape {

/// 16 hexadecimal digits that tell whether a table is the one of before, wherever it lies and however its
/// file is written: FNV-1a of 64 bits over, column by column, name, type and categories, each ended by a zero
/// byte, and the values as little-endian doubles, 0 where missing, followed by a byte 1 where present and 0
/// where missing. It is no protection against forgery.
std::string contentHash(const Dataset& dataset);

}  // namespace latentscape
