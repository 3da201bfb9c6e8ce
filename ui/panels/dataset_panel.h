#pragma once

#include <QWidget>

#include "core/training/training_data.h"

class QLabel;
class QToolButton;

namespace latentscape::ui {

class ElidedLabel;

/// Says in a few lines what the open table is, and leads to its columns and rows.
class DatasetPanel : public QWidget {
    Q_OBJECT

public:
    explicit DatasetPanel(QWidget* parent = nullptr);

    void setTable(DatasetPtr dataset, const ColumnRoles& roles);
    /// The table as the model sees it. Of another table's preparation nothing is taken.
    void setPrepared(const TrainingDataPtr& prepared);
    void clear();

signals:
    /// A person wishes to see the columns and rows.
    void dataRequested();

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    /// A dock asks for no height that depends on its width: the panel says how much its lines need.
    void fitHeight();
    void describe();
    void refreshColours();

    DatasetPtr m_dataset;
    ColumnRoles m_roles;
    TrainingDataPtr m_prepared;
    Index m_missing = 0;
    ElidedLabel* m_name;
    QLabel* m_size;
    QLabel* m_kinds;
    QLabel* m_picture;
    QToolButton* m_toData;
};

}  // namespace latentscape::ui
