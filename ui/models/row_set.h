#pragma once

#include <span>
#include <vector>

#include "core/data/sampler.h"

namespace latentscape::ui {

/// Some rows of one table: a value that answers at once whether a row is among them.
class RowSet {
public:
    RowSet() = default;
    /// None of `rows` rows.
    explicit RowSet(Index rows) : m_flags(std::size_t(rows)) {}
    /// `members` in any order; those that the table does not have are left out.
    RowSet(Index rows, std::span<const Index> members);

    /// Rows of the table.
    Index rows() const { return Index(m_flags.size()); }
    Index count() const { return m_count; }
    bool empty() const { return m_count == 0; }
    bool contains(Index row) const { return row >= 0 && row < rows() && m_flags[std::size_t(row)] != 0; }
    /// Ascending.
    RowList members() const;

    /// Without effect for a row that the table does not have.
    void insert(Index row);
    void erase(Index row);

    bool operator==(const RowSet&) const = default;

private:
    std::vector<unsigned char> m_flags;
    Index m_count = 0;
};

}  // namespace latentscape::ui
