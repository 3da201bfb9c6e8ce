#pragma once

#include <QBitArray>
#include <span>

#include "core/data/sampler.h"

namespace latentscape::ui {

/// Some rows of one table: a value that answers at once whether a row is among them, and costs nothing to
/// copy.
class RowSet {
public:
    RowSet() = default;
    /// None of `rows` rows.
    explicit RowSet(Index rows) : m_flags(qsizetype(rows)) {}
    /// `members` in any order; those that the table does not have are left out.
    RowSet(Index rows, std::span<const Index> members);
    static RowSet all(Index rows);

    /// Rows of the table.
    Index rows() const { return Index(m_flags.size()); }
    Index count() const { return m_count; }
    bool empty() const { return m_count == 0; }
    bool contains(Index row) const { return row >= 0 && row < rows() && m_flags.testBit(qsizetype(row)); }
    /// Ascending.
    RowList members() const;

    /// Without effect for a row that the table does not have.
    void insert(Index row);
    void erase(Index row);

    // Of sets over the same table.
    RowSet operator|(const RowSet& other) const { return RowSet(m_flags | other.m_flags); }
    RowSet operator&(const RowSet& other) const { return RowSet(m_flags & other.m_flags); }
    RowSet operator^(const RowSet& other) const { return RowSet(m_flags ^ other.m_flags); }
    RowSet operator-(const RowSet& other) const { return RowSet(m_flags & ~other.m_flags); }
    RowSet operator~() const { return RowSet(~m_flags); }

    bool operator==(const RowSet&) const = default;

private:
    explicit RowSet(QBitArray flags) : m_flags(std::move(flags)), m_count(Index(m_flags.count(true))) {}

    QBitArray m_flags;
    Index m_count = 0;
};

}  // namespace latentscape::ui
