#pragma once

#include "core/support/matrix.h"

namespace latentscape {

// Each returns places of latent space, latent × places.

/// `steps` places at equal distances on the straight line from one place to another, both included, to the
/// last bit; at least 2.
Matrix lineBetween(const ConstVectorRef& from, const ConstVectorRef& to, Index steps);

/// `steps` places at equal distances that differ from `place` in one dimension alone, which goes from `low`
/// to `high`; at least 2.
Matrix lineAlong(const ConstVectorRef& place, Index dimension, Scalar low, Scalar high, Index steps);

/// Three corners of a piece of a plane in latent space.
struct PlaneCorners {
    Vector topLeft;
    Vector topRight;
    Vector bottomLeft;
};

/// columns × rows places that divide the piece evenly, each in the middle of its cell, so that all cells
/// stand for equal shares of it; left to right, then top to bottom.
Matrix planeGrid(const PlaneCorners& corners, Index columns, Index rows);

}  // namespace latentscape
