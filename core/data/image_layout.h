#pragma once

#include <optional>
#include <vector>

#include "core/data/dataset.h"

namespace latentscape {

/// Columns × rows of a picture whose pixels are columns of the table, in row-major order.
struct ImageLayout {
    int width = 0;
    int height = 0;

    bool operator==(const ImageLayout&) const = default;
};

/// Width and height if `columns` are the pixels of a picture: numbers that share one range from zero, with
/// names that end in row and column (`pixel_0_7`, `r0c7`, `1x8`) or that count up to a square number (`px_0 …
/// px_783`). Empty if the columns are not in row-major order.
std::optional<ImageLayout> detectImage(const Dataset& dataset, const std::vector<Index>& columns);

/// A picture that so many columns could make up: the most square one with exactly as many pixels, unless that
/// is a stripe; then the smallest square that holds them. At most kLargestSide wide and high, at least 1 × 1.
ImageLayout guessedImage(Index columns);

inline constexpr int kLargestSide = 128;

}  // namespace latentscape
