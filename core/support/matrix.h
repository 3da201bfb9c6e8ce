#pragma once

#include <Eigen/Core>

namespace latentscape {

// The programs compute in float32. The gradient checks compile the same sources once more in double.
#ifdef LATENTSCAPE_DOUBLE
using Scalar = double;
#else
using Scalar = float;
#endif

using Index = Eigen::Index;

/// A batch is `features × rows`, column-major: one row of the table is one contiguous column.
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
using Vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;
/// One double per row of the table: losses are summed in double.
using RowTotals = Eigen::Array<double, 1, Eigen::Dynamic>;

using MatrixRef = Eigen::Ref<Matrix>;
using VectorRef = Eigen::Ref<Vector>;
using ConstMatrixRef = Eigen::Ref<const Matrix>;
using ConstVectorRef = Eigen::Ref<const Vector>;

}  // namespace latentscape
