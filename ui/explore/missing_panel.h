#pragma once

#include <QComboBox>
#include <map>

#include "ui/explore/analysis_panel.h"
#include "ui/explore/missing_model.h"
#include "ui/panels/data_table.h"
#include "ui/support/progress_task.h"

namespace latentscape::ui {

class PlotMenu;

/// Lists the missing cells of the table with what the model puts there. A click looks at a row, a double
/// click finds it on the map.
class MissingPanel : public AnalysisPanel {
    Q_OBJECT

public:
    /// `exploration` outlives the panel.
    explicit MissingPanel(Exploration& exploration, QWidget* parent = nullptr);

    /// What is on show; null for nothing.
    const ImputedCellsPtr& cells() const { return m_cells->cells(); }
    /// The whole table with its gaps filled.
    PlotMenu& menu() { return *m_menu; }

protected:
    QString lacking() const override;
    QString noModelText() const override;
    void startJob() override;
    void cancelJob() override;
    void clearResult() override;
    void refreshLook() override;

private:
    struct Filled {
        ImputedCellsPtr cells;
        /// By place in the preprocessor's columns.
        std::map<std::size_t, Index> cellsOfColumn;
        Index rows = 0;
    };

    static Filled fill(const TrainingData& trained, const ModelSnapshot& model, const Progress& progress);
    QWidget* createContent();
    void createTable();
    void display(const Filled& filled);
    /// One choice for each column that has gaps.
    void listColumns(const Filled& filled);
    void filter();
    /// Of the first lines.
    QString widestText(int section) const;

    MissingModel* m_cells;
    FigureSortModel* m_sorted;
    QComboBox* m_column;
    ElidedLabel* m_title;
    DataTable* m_table = nullptr;
    PlotMenu* m_menu = nullptr;
    // Last, so that no result arrives in a panel that is half gone.
    ProgressTask<Filled> m_task;
};

}  // namespace latentscape::ui
