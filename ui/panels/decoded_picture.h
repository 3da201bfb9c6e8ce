#pragma once

#include <QImage>
#include <span>

#include "core/data/preprocessor.h"

namespace latentscape::ui {

/// The value that is drawn white: the largest of the training rows among the pixels.
double whiteOf(const Preprocessor& preprocessor);

/// From 0, not quite black, to 1, not quite white: softer beside text, and still a contrast of 15.
int greyLevel(double share);

/// The picture whose pixels are the cells, in row-major order, from 0 (black) to `white`; a cell that is no
/// number is transparent. Null if there are not as many cells as pixels.
QImage decodedPicture(const ImageLayout& layout, std::span<const DecodedCell> cells, double white);

}  // namespace latentscape::ui
