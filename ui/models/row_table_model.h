#pragma once

#include <QAbstractTableModel>
#include <memory>
#include <optional>

#include "core/data/row_order.h"
#include "ui/models/row_set.h"
#include "ui/support/background_task.h"

namespace latentscape::ui {

/// The cells of a table, or of some of its rows. Nothing is kept for a row; only a sorted table holds the
/// order of its rows, which is found off the window's thread.
class RowTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    /// Whether the cell stands back: it has no value, or its row is left out.
    static constexpr int kQuietRole = Qt::UserRole;

    /// Whether the row is one of setSelected().
    static constexpr int kSelectedRole = Qt::UserRole + 1;

    explicit RowTableModel(QObject* parent = nullptr);

    void setTable(DatasetPtr dataset);
    const DatasetPtr& dataset() const { return m_dataset; }

    /// Only these rows, ascending, are in the model; all of the table without. A new table brings all back.
    void setSubset(std::optional<RowList> rows);

    /// Rows that are learned from, ascending; null for all. The others stand back.
    void setKept(std::shared_ptr<const RowList> kept);

    /// Rows that all views show as selected.
    void setSelected(const RowSet& rows);

    /// The row of the table that stands in this row.
    Index tableRow(int row) const;
    /// Where a row of the table stands; -1 if it does not.
    int rowOf(Index tableRow) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    /// Names of columns; rows are numbered from 1 as in the table.
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    /// By a column, or as in the table for -1. Comes into effect later; the newest request wins.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

signals:
    void sorted();

private:
    void setOrder(RowList order);
    bool isLeftOut(Index tableRow) const;
    QString toolTip(const Column& column, Index tableRow) const;

    DatasetPtr m_dataset;
    /// Empty for that of the table.
    RowList m_order;
    std::optional<RowList> m_subset;
    /// What the order is by; -1 for that of the table.
    int m_sortColumn = -1;
    Qt::SortOrder m_sortDirection = Qt::AscendingOrder;
    std::shared_ptr<const RowList> m_kept;
    RowSet m_selected;
    BackgroundTask<RowList> m_sorting;
};

}  // namespace latentscape::ui
