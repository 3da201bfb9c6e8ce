#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QWidget>
#include <optional>

#include "ui/models/column_sort_model.h"
#include "ui/panels/data_table.h"

namespace latentscape::ui {

/// The columns of the open table with what each holds and what it is to the model: searched, sorted, and
/// changed one by one or many at once.
class ColumnView : public QWidget {
    Q_OBJECT

public:
    explicit ColumnView(ColumnTableModel& columns, QWidget* parent = nullptr);

    std::optional<Index> currentColumn() const;
    void setCurrentColumn(Index column);
    /// What the context menu offers for the selected columns.
    void fillMenu(QMenu& menu);

signals:
    void currentColumnChanged(std::optional<latentscape::Index> column);
    /// A person wishes to see the map in the colours of this column.
    void colourByRequested(latentscape::Index column);

private:
    void createTable();
    void arrangeSections();
    void describe();
    /// Gives `value` to all selected columns if `index` is one of them, else to its own.
    void choose(const QModelIndex& index, const QVariant& value);
    std::vector<Index> selectedColumns() const;
    void addChoices(QMenu& menu, const QString& title, int section);

    ColumnTableModel& m_columns;
    ColumnSortModel* m_sorted;
    QLabel* m_title;
    QLabel* m_count;
    QLineEdit* m_search;
    DataTable* m_table;
};

}  // namespace latentscape::ui
