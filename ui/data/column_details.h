#pragma once

#include <QLabel>
#include <QWidget>

#include "ui/data/histogram_view.h"
#include "ui/models/column_table_model.h"
#include "ui/panels/elided_label.h"

namespace latentscape::ui {

/// One column in larger form: its histogram, and what is missing.
class ColumnDetails : public QWidget {
    Q_OBJECT

public:
    explicit ColumnDetails(ColumnTableModel& columns, QWidget* parent = nullptr);

    void showColumn(std::optional<Index> column);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void refreshColours();

    ColumnTableModel& m_columns;
    std::optional<Index> m_column;
    ElidedLabel* m_name;
    ElidedLabel* m_values;
    HistogramView* m_histogram;
    QLabel* m_missing;
};

}  // namespace latentscape::ui
