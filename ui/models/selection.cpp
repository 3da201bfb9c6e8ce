#include "ui/models/selection.h"

#include <QLocale>

#include "ui/models/value_step.h"

namespace latentscape::ui {
namespace {

RowSet combined(const RowSet& before, const RowSet& marked, SelectionMode mode) {
    switch (mode) {
        case SelectionMode::Replace:
            return marked;
        case SelectionMode::Add:
            return before | marked;
        case SelectionMode::Toggle:
            return before ^ marked;
        case SelectionMode::Remove:
            return before - marked;
    }
    return before;
}

}  // namespace

void Selection::setTable(const RowSet& selected) {
    ++m_table;
    m_gesture = {};
    m_rows = selected;
    emit changed();
}

void Selection::apply(const RowSet& marked, SelectionMode mode) {
    if (marked.rows() != m_rows.rows())
        return;
    m_gesture = {m_rows, marked, mode};
    change(combined(m_rows, marked, mode), ++m_gestures);
}

void Selection::applyFurther(const RowSet& marked) {
    const bool goesOn = marked.rows() == m_rows.rows() && m_gesture.before.rows() == m_rows.rows() &&
                        combined(m_gesture.before, m_gesture.marked, m_gesture.mode) == m_rows;
    // Something else has changed the selection since: the gesture is over.
    if (!goesOn)
        return;
    m_gesture.marked = m_gesture.marked | marked;
    change(combined(m_gesture.before, m_gesture.marked, m_gesture.mode), m_gestures);
}

void Selection::selectAll() {
    m_gesture = {};
    change(RowSet::all(m_rows.rows()));
}

void Selection::clear() {
    m_gesture = {};
    change(RowSet(m_rows.rows()));
}

void Selection::invert() {
    m_gesture = {};
    change(~m_rows);
}

void Selection::change(RowSet rows, int gesture) {
    if (rows == m_rows)
        return;
    const QString name = rows.empty() ? tr("Select nothing")
                                      : tr("Select %1 of %2 rows")
                                            .arg(QLocale().toString(qlonglong(rows.count())),
                                                 QLocale().toString(qlonglong(rows.rows())));
    if (m_stack)
        m_stack->push(new ValueStep<Selection, RowSet>(*this, m_rows, std::move(rows), name, gesture));
    else
        restore(rows);
}

void Selection::restore(const RowSet& rows) {
    if (rows == m_rows)
        return;
    m_rows = rows;
    emit changed();
}

}  // namespace latentscape::ui
