#pragma once

#include <algorithm>
#include <span>

#include "core/data/preprocessor.h"
#include "core/model/vae.h"

namespace latentscape {

/// Goes through some rows of an encoded table in chunks that share one buffer.
class RowChunks {
public:
    /// Rows that are worth one pass through a model.
    static constexpr Index kLongest = 256;

    explicit RowChunks(const EncodedTable& table, Index longest = kLongest)
        : m_table(table),
          m_longest(longest),
          m_x(table.values.rows(), longest),
          m_mask(table.mask.rows(), table.hasMissing() ? longest : 0) {}

    /// Calls action(first, chunk, batch) for one stretch of `rows` after the other: `first` is the place of
    /// the chunk's first row in `rows`, batch holds their cells until the action returns.
    template <class Action>
    void forEach(std::span<const Index> rows, Action&& action) {
        for (std::size_t first = 0; first < rows.size(); first += std::size_t(m_longest)) {
            const std::span<const Index> chunk =
                rows.subspan(first, std::min(std::size_t(m_longest), rows.size() - first));
            m_table.gather(chunk, m_x, m_mask);
            const Index count = Index(chunk.size());
            action(
                Index(first), chunk,
                Batch{.x = m_x.leftCols(count), .mask = m_mask.leftCols(m_table.hasMissing() ? count : 0)});
        }
    }

private:
    const EncodedTable& m_table;
    Index m_longest;
    Matrix m_x;
    Matrix m_mask;
};

}  // namespace latentscape
