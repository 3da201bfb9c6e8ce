#pragma once

#include <string>
#include <vector>

#include "core/support/matrix.h"

namespace latentscape {

/// Where one weight matrix, bias or noise vector lies in the flat parameter vector.
struct ParameterBlock {
    /// PyTorch's name for it: `encoder.0.weight`.
    std::string name;
    /// A weight is in × out, column-major: the bytes of PyTorch's row-major (out, in).
    Index rows = 0;
    Index columns = 1;
    Index offset = 0;

    Index size() const { return rows * columns; }
};

/// The names and places of all parameters of a model. All parameters live in one flat vector; gradients and
/// optimiser moments have the same shape.
class ParameterLayout {
public:
    /// Appends a block on a 64-byte boundary (the gap stays zero) and returns its index.
    std::size_t add(std::string name, Index rows, Index columns = 1);

    /// Length of the flat vector.
    Index size() const { return m_size; }
    /// Numbers that are learned: `size()` without the gaps.
    Index parameterCount() const;
    const std::vector<ParameterBlock>& blocks() const { return m_blocks; }
    const ParameterBlock& block(std::size_t index) const { return m_blocks[index]; }

    using MatrixView = Eigen::Map<Matrix, Eigen::Aligned64>;
    using ConstMatrixView = Eigen::Map<const Matrix, Eigen::Aligned64>;
    using VectorView = Eigen::Map<Vector, Eigen::Aligned64>;
    using ConstVectorView = Eigen::Map<const Vector, Eigen::Aligned64>;

    MatrixView matrix(Vector& flat, std::size_t index) const;
    ConstMatrixView matrix(const Vector& flat, std::size_t index) const;
    VectorView vector(Vector& flat, std::size_t index) const;
    ConstVectorView vector(const Vector& flat, std::size_t index) const;

private:
    std::vector<ParameterBlock> m_blocks;
    Index m_size = 0;
};

}  // namespace latentscape
