#pragma once

#include <QImage>
#include <string>
#include <vector>

#include "core/training/snapshot.h"
#include "core/training/training_data.h"

namespace latentscape::ui {

/// Decoded places side by side: a grid over a plane, or a line. Immutable once made.
struct DecodedGrid {
    TrainingDataPtr data;
    int columns = 0;
    int rows = 0;
    /// latent × (columns · rows), left to right, then top to bottom.
    Matrix places;
    /// One for each place, a cell for each of the preprocessor's columns.
    std::vector<std::vector<DecodedCell>> cells;
    /// All places as pictures side by side, one pixel for each pixel; null where the table holds none.
    QImage mosaic;
};

/// Decodes `places`; takes a moment, so on another thread.
DecodedGrid decodeGrid(TrainingDataPtr data, const ModelSnapshot& model, Matrix places, int columns);

/// A row for each place: z_0, z_1 …, then the decoded columns as the table writes them.
std::string gridCsv(const DecodedGrid& grid);

}  // namespace latentscape::ui
