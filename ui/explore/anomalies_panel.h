#pragma once

#include <QComboBox>
#include <QDoubleSpinBox>

#include "ui/explore/analysis_panel.h"
#include "ui/explore/anomaly_model.h"
#include "ui/panels/data_table.h"
#include "ui/support/progress_task.h"

namespace latentscape::ui {

class PlotMenu;

/// Lists the rows that the model finds least likely, with the columns to blame. A click looks at a row, a
/// double click finds it on the map.
class AnomaliesPanel : public AnalysisPanel {
    Q_OBJECT

public:
    /// `exploration` outlives the panel.
    explicit AnomaliesPanel(Exploration& exploration, QWidget* parent = nullptr);

    /// What is on show; null for nothing.
    const AnomalyRankingPtr& ranking() const { return m_rows->ranking(); }
    /// All rows with their shares as a table.
    PlotMenu& menu() { return *m_menu; }

protected:
    QString noModelText() const override;
    void startJob() override;
    void cancelJob() override;
    void clearResult() override;
    void refreshLook() override;

private:
    QWidget* createContent();
    void createTable();
    AnomalyOptions options() const;
    void display(AnomalyRankingPtr ranking);
    /// As many of the strangest rows as the field says.
    void selectStrangest();

    AnomalyModel* m_rows;
    FigureSortModel* m_sorted;
    QComboBox* m_score;
    QDoubleSpinBox* m_share;
    ElidedLabel* m_title;
    DataTable* m_table = nullptr;
    PlotMenu* m_menu = nullptr;
    // Last, so that no result arrives in a panel that is half gone.
    ProgressTask<AnomalyRankingPtr> m_task;
};

}  // namespace latentscape::ui
