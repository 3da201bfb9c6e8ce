#pragma once

#include <QObject>

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

    /// Another table: nothing of it is selected.
    void setTable(Index rows);
    /// Ignored if `marked` is of a table of another length.
    void apply(const RowSet& marked, SelectionMode mode);
    void selectAll();
    void clear();
    void invert();

signals:
    void changed();

private:
    void set(RowSet rows);

    RowSet m_rows;
};

}  // namespace latentscape::ui
