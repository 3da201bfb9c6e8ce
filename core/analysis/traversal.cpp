#include "core/analysis/traversal.h"

namespace latentscape {

Matrix lineBetween(const ConstVectorRef& from, const ConstVectorRef& to, Index steps) {
    Matrix places(from.size(), steps);
    for (Index step = 0; step < steps; ++step) {
        const Scalar share = Scalar(step) / Scalar(steps - 1);
        places.col(step) = (Scalar(1) - share) * from + share * to;
    }
    // A product with 0 need not vanish.
    places.col(0) = from;
    places.col(steps - 1) = to;
    return places;
}

Matrix lineAlong(const ConstVectorRef& place, Index dimension, Scalar low, Scalar high, Index steps) {
    Vector from = place;
    Vector to = place;
    from[dimension] = low;
    to[dimension] = high;
    Matrix places = place.replicate(1, steps);
    places.row(dimension) = lineBetween(from, to, steps).row(dimension);
    return places;
}

Matrix planeGrid(const PlaneCorners& corners, Index columns, Index rows) {
    const Vector right = corners.topRight - corners.topLeft;
    const Vector down = corners.bottomLeft - corners.topLeft;
    Matrix places(corners.topLeft.size(), columns * rows);
    for (Index row = 0; row < rows; ++row)
        for (Index column = 0; column < columns; ++column)
            places.col(row * columns + column) = corners.topLeft +
                                                 right * ((Scalar(column) + Scalar(0.5)) / Scalar(columns)) +
                                                 down * ((Scalar(row) + Scalar(0.5)) / Scalar(rows));
    return places;
}

}  // namespace latentscape
