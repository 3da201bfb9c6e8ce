#include "ui/models/row_set.h"

namespace latentscape::ui {

RowSet::RowSet(Index rows, std::span<const Index> members) : RowSet(rows) {
    for (const Index row : members)
        insert(row);
}

RowList RowSet::members() const {
    RowList members;
    members.reserve(std::size_t(m_count));
    for (Index row = 0; row < rows(); ++row) {
        if (m_flags[std::size_t(row)] != 0)
            members.push_back(row);
    }
    return members;
}

void RowSet::insert(Index row) {
    if (row < 0 || row >= rows() || contains(row))
        return;
    m_flags[std::size_t(row)] = 1;
    ++m_count;
}

void RowSet::erase(Index row) {
    if (!contains(row))
        return;
    m_flags[std::size_t(row)] = 0;
    --m_count;
}

}  // namespace latentscape::ui
