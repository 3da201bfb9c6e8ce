#pragma once

#include "core/support/matrix.h"

namespace latentscape {

/// What has many intermediate values goes through a row's entries in strips of this length, so that these
/// stay on the stack and in the nearest cache.
inline constexpr Index kStrip = 256;
using Strip = Eigen::Array<Scalar, Eigen::Dynamic, 1, Eigen::ColMajor, kStrip, 1>;
/// The same for sums that nearly cancel.
using WideStrip = Eigen::Array<double, Eigen::Dynamic, 1, Eigen::ColMajor, kStrip, 1>;

/// Sets the entries of `values` whose cell is missing to zero, whatever they are. `mask` is features × rows
/// or empty.
template <class AnyStrip>
void zeroMissing(const ConstMatrixRef& mask, Index row, Index first, AnyStrip& values) {
    if (mask.size() != 0)
        values = (mask.col(row).segment(first, values.size()).array() > Scalar(0))
                     .select(values, typename AnyStrip::Scalar(0));
}

/// The same for all features and rows.
inline void zeroMissing(const ConstMatrixRef& mask, MatrixRef values) {
    if (mask.size() != 0)
        values = (mask.array() > Scalar(0)).select(values, Scalar(0));
}

}  // namespace latentscape
