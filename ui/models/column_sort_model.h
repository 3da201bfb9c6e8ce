#pragma once

#include "ui/models/column_table_model.h"
#include "ui/models/keyed_sort_model.h"

namespace latentscape::ui {

/// The columns whose name contains a text, in the order of one of the sections. An edit does not move a row;
/// sorting again does.
class ColumnSortModel : public KeyedSortModel {
    Q_OBJECT

public:
    explicit ColumnSortModel(ColumnTableModel& columns, QObject* parent = nullptr);

    /// In any case of letters; empty shows all.
    void setSearch(const QString& text);
    /// Asks for what is not known yet and sorts again once it is.
    void sort(int section, Qt::SortOrder order = Qt::AscendingOrder) override;

private:
    ColumnTableModel& m_columns;
    bool m_sortWaits = false;
};

}  // namespace latentscape::ui
