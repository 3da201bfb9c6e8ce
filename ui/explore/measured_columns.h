#pragma once

#include "ui/models/column_range.h"
#include "ui/support/background_task.h"

namespace latentscape::ui {

/// The ranges of a table's columns, measured off the window's thread and kept until there is another table.
class MeasuredColumns : public QObject {
    Q_OBJECT

public:
    explicit MeasuredColumns(QObject* parent = nullptr);

    /// Null until they are measured; then ready() tells. Null for no table.
    ColumnRangesPtr of(const DatasetPtr& dataset);

signals:
    void ready();

private:
    DatasetPtr m_dataset;
    ColumnRangesPtr m_ranges;
    /// Last, so that no result arrives in an object that is half gone.
    BackgroundTask<ColumnRangesPtr> m_task;
};

}  // namespace latentscape::ui
