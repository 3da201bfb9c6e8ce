#include "ui/models/selection.h"

#include <utility>

namespace latentscape::ui {

void Selection::setTable(Index rows) {
    m_rows = RowSet(rows);
    emit changed();
}

void Selection::apply(const RowSet& marked, SelectionMode mode) {
    if (marked.rows() != m_rows.rows())
        return;
    if (mode == SelectionMode::Replace)
        return set(marked);
    RowSet rows = m_rows;
    for (const Index row : marked.members()) {
        const bool selects =
            mode == SelectionMode::Add || (mode == SelectionMode::Toggle && !m_rows.contains(row));
        if (selects)
            rows.insert(row);
        else
            rows.erase(row);
    }
    set(std::move(rows));
}

void Selection::selectAll() {
    RowSet rows(m_rows.rows());
    for (Index row = 0; row < rows.rows(); ++row)
        rows.insert(row);
    set(std::move(rows));
}

void Selection::clear() {
    set(RowSet(m_rows.rows()));
}

void Selection::invert() {
    RowSet rows(m_rows.rows());
    for (Index row = 0; row < rows.rows(); ++row) {
        if (!m_rows.contains(row))
            rows.insert(row);
    }
    set(std::move(rows));
}

void Selection::set(RowSet rows) {
    if (rows == m_rows)
        return;
    m_rows = std::move(rows);
    emit changed();
}

}  // namespace latentscape::ui
