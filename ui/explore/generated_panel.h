#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QSpinBox>
#include <QTabBar>

#include "ui/explore/analysis_panel.h"
#include "ui/explore/correlation_view.h"
#include "ui/explore/difference_list.h"
#include "ui/explore/generated_overlay.h"
#include "ui/explore/generated_rows.h"
#include "ui/models/row_table_model.h"
#include "ui/panels/data_table.h"
#include "ui/support/progress_task.h"

namespace latentscape::ui {

class PlotMenu;

/// Rows that the model makes up, beside those of the table: in two tables, column by column, by their
/// correlations, and as hollow points on the map. A click on a made-up row looks at its place.
class GeneratedPanel : public AnalysisPanel {
    Q_OBJECT

public:
    /// Both outlive the panel.
    GeneratedPanel(Exploration& exploration, LatentScatterView& map, QWidget* parent = nullptr);

    /// What is on show; null for nothing.
    const GeneratedComparisonPtr& comparison() const { return m_comparison; }
    const GeneratedOverlay& overlay() const { return *m_overlay; }
    /// The made-up rows as a file.
    PlotMenu& menu() { return *m_menu; }

protected:
    QString noModelText() const override;
    void startJob() override;
    void cancelJob() override;
    void clearResult() override;
    void refreshLook() override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void createChoices();
    QWidget* createRowsPage();
    QWidget* createColumnsPage();
    QWidget* createCorrelationsPage();
    void display(GeneratedComparisonPtr comparison);
    /// The columns that the model has, in both tables.
    void showTables();
    void updateOverlay();

    GeneratedOverlay* m_overlay;
    GeneratedComparisonPtr m_comparison;
    QSpinBox* m_count;
    QComboBox* m_source;
    QSpinBox* m_seed;
    QCheckBox* m_onMap;
    QPushButton* m_save;
    QTabBar* m_tabs;
    QStackedWidget* m_pages;
    RowTableModel* m_real;
    RowTableModel* m_made;
    DataTable* m_realTable = nullptr;
    DataTable* m_madeTable = nullptr;
    PlotMenu* m_menu = nullptr;
    QLabel* m_verdict = nullptr;
    DifferenceList* m_columns = nullptr;
    CorrelationView* m_correlations = nullptr;
    QLabel* m_largest = nullptr;
    QLabel* m_key = nullptr;
    // Last, so that no result arrives in a panel that is half gone.
    ProgressTask<GeneratedComparisonPtr> m_task;
};

}  // namespace latentscape::ui
