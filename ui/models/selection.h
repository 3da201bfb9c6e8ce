#pragma once

#include <QObject>
#include <QPointer>
#include <QUndoStack>

#include "ui/models/row_set.h"

namespace latentscape::ui {

/// What newly marked rows do to those that are selected already.
enum class SelectionMode { Replace, Add, Toggle, Remove };

/// The rows that all views show as selected.
class Selection : public QObject {
    Q_OBJECT

public:
    explicit Selection(QObject* parent = nullptr) : QObject(parent) {}

    const RowSet& rows() const { return m_rows; }

    /// Another table of which nothing is selected, or what was in an earlier session. No step leads back to
    /// the one before.
    void setTable(Index rows) { setTable(RowSet(rows)); }
    void setTable(const RowSet& selected);
    /// From now on every change is a step on `stack`.
    void recordOn(QUndoStack& stack) { m_stack = &stack; }

    /// Ignored if `marked` is of a table of another length.
    void apply(const RowSet& marked, SelectionMode mode);
    /// More of what the last apply() was about, such as the rows that a brush has come over since: as if all
    /// had been marked together, and one step with it. Ignored once the selection has changed otherwise.
    void applyFurther(const RowSet& marked);
    void selectAll();
    void clear();
    void invert();

signals:
    void changed();

private:
    template <class Model, class Value>
    friend class ValueStep;

    /// Rows that are being marked, and what was selected before.
    struct Gesture {
        RowSet before;
        RowSet marked;
        SelectionMode mode = SelectionMode::Replace;
    };
    static constexpr int kStepId = 2;

    quint64 table() const { return m_table; }
    void change(RowSet rows, int gesture = 0);
    void restore(const RowSet& rows);

    RowSet m_rows;
    quint64 m_table = 0;
    Gesture m_gesture;
    int m_gestures = 0;
    QPointer<QUndoStack> m_stack;
};

}  // namespace latentscape::ui
