#include "ui/models/row_set.h"

#include <algorithm>

namespace latentscape::ui {

RowSet::RowSet(Index rows, std::span<const Index> members) : RowSet(rows) {
    for (const Index row : members)
        insert(row);
}

RowSet RowSet::all(Index rows) {
    return RowSet(QBitArray(qsizetype(rows), true));
}

RowList RowSet::members() const {
    RowList members;
    members.reserve(std::size_t(m_count));
    const char* const bytes = m_flags.bits();
    for (Index first = 0; first < rows(); first += 8) {
        // A few rows of a million are found by their bytes.
        if (bytes[first / 8] == 0)
            continue;
        for (Index row = first; row < std::min(first + 8, rows()); ++row)
            if (m_flags.testBit(qsizetype(row)))
                members.push_back(row);
    }
    return members;
}

void RowSet::insert(Index row) {
    if (row < 0 || row >= rows() || contains(row))
        return;
    m_flags.setBit(qsizetype(row));
    ++m_count;
}

void RowSet::erase(Index row) {
    if (!contains(row))
        return;
    m_flags.clearBit(qsizetype(row));
    --m_count;
}

}  // namespace latentscape::ui
