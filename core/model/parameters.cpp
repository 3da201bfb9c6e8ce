#include "core/model/parameters.h"

namespace latentscape {
namespace {

constexpr Index kAlignment = 64 / Index(sizeof(Scalar));

}  // namespace

std::size_t ParameterLayout::add(std::string name, Index rows, Index columns) {
    m_blocks.push_back({std::move(name), rows, columns, m_size});
    m_size += (rows * columns + kAlignment - 1) / kAlignment * kAlignment;
    return m_blocks.size() - 1;
}

Index ParameterLayout::parameterCount() const {
    Index count = 0;
    for (const ParameterBlock& block : m_blocks)
        count += block.size();
    return count;
}

ParameterLayout::MatrixView ParameterLayout::matrix(Vector& flat, std::size_t index) const {
    const ParameterBlock& block = m_blocks[index];
    return {flat.data() + block.offset, block.rows, block.columns};
}

ParameterLayout::ConstMatrixView ParameterLayout::matrix(const Vector& flat, std::size_t index) const {
    const ParameterBlock& block = m_blocks[index];
    return {flat.data() + block.offset, block.rows, block.columns};
}

ParameterLayout::VectorView ParameterLayout::vector(Vector& flat, std::size_t index) const {
    const ParameterBlock& block = m_blocks[index];
    return {flat.data() + block.offset, block.size()};
}

ParameterLayout::ConstVectorView ParameterLayout::vector(const Vector& flat, std::size_t index) const {
    const ParameterBlock& block = m_blocks[index];
    return {flat.data() + block.offset, block.size()};
}

}  // namespace latentscape
