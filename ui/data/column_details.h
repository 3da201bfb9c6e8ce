#pragma once

#include <QLabel>
#include <QWidget>

#include "ui/data/column_remarks.h"
#include "ui/data/histogram_view.h"
#include "ui/models/column_table_model.h"
#include "ui/models/view_state.h"
#include "ui/panels/elided_label.h"
#include "ui/support/background_task.h"

namespace latentscape::ui {

/// One column in larger form: its histogram, what is missing, and what to know of it.
class ColumnDetails : public QWidget {
    Q_OBJECT

public:
    /// Both outlive the widget. Bars are parted in the colours of the map.
    ColumnDetails(ColumnTableModel& columns, const ViewState& viewState, QWidget* parent = nullptr);

    void showColumn(std::optional<Index> column);
    ColumnRemarks& remarks() { return *m_remarks; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void refreshColours();
    QString missingText(const ColumnSummaryPtr& summary) const;
    void partByClass(const ColumnSummaryPtr& summary);

    ColumnTableModel& m_columns;
    const ViewState& m_viewState;
    std::optional<Index> m_column;
    /// Whether all there is to show is on show.
    bool m_isComplete = false;
    ElidedLabel* m_name;
    ElidedLabel* m_values;
    HistogramView* m_histogram;
    QLabel* m_missing;
    ColumnRemarks* m_remarks;
    BackgroundTask<std::vector<ClassBins>> m_parting;
};

}  // namespace latentscape::ui
