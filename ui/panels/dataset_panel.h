#pragma once

#include <QWidget>

#include "core/training/training_data.h"

class QLabel;
class QTableView;
class QToolButton;

namespace latentscape::ui {

class ColumnTableModel;
class ElidedLabel;

/// Says in a few lines what the open table is, and shows its columns and their roles on request.
class DatasetPanel : public QWidget {
    Q_OBJECT

public:
    explicit DatasetPanel(QWidget* parent = nullptr);

    void setTable(DatasetPtr dataset, const ColumnRoles& roles);
    /// The table as the model sees it; see ColumnTableModel::setPrepared().
    void setPrepared(const TrainingDataPtr& prepared, const std::string& numbers);
    void clear();

    /// Whether the columns are shown.
    bool isExpanded() const { return m_expanded; }
    void setExpanded(bool expanded);

signals:
    /// A person changed what a column is to the model.
    void rolesEdited(const ColumnRoles& roles);
    /// A person opened or closed the columns.
    void expandedChanged(bool expanded);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void createTable();
    void describe(const ColumnRoles& roles);
    void arrangeSections();
    void refreshColours();

    DatasetPtr m_dataset;
    TrainingDataPtr m_prepared;
    Index m_missing = 0;
    bool m_expanded = false;
    ColumnTableModel* m_model;
    ElidedLabel* m_name;
    QLabel* m_size;
    QLabel* m_kinds;
    QLabel* m_picture;
    QToolButton* m_disclosure;
    QTableView* m_table;
};

}  // namespace latentscape::ui
