#pragma once

#include <QAbstractTableModel>
#include <optional>

#include "core/data/row_order.h"
#include "ui/support/background_task.h"

namespace latentscape::ui {

/// The cells of a table. Nothing is kept for a row; only a sorted table holds the order of its rows, which is
/// found off the window's thread.
class RowTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    /// Whether the cell has no value.
    static constexpr int kMissingRole = Qt::UserRole;

    explicit RowTableModel(QObject* parent = nullptr);

    void setTable(DatasetPtr dataset);
    const DatasetPtr& dataset() const { return m_dataset; }

    /// The row of the table that stands in this row.
    Index tableRow(int row) const;
    /// Where a row of the table stands.
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

    DatasetPtr m_dataset;
    /// Empty for that of the table.
    RowList m_order;
    BackgroundTask<RowList> m_sorting;
};

}  // namespace latentscape::ui
