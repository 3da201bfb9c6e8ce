#pragma once

#include <QComboBox>

#include "ui/explore/analysis_panel.h"
#include "ui/explore/difference_list.h"
#include "ui/panels/legend_key.h"
#include "ui/support/progress_task.h"

namespace latentscape::ui {

/// Says what is special about the selected rows: columns by how much they differ there from all other rows,
/// in the data or in what the model makes of them. A click colours the map by a column.
class WhyPanel : public AnalysisPanel {
    Q_OBJECT

public:
    /// `exploration` outlives the panel.
    explicit WhyPanel(Exploration& exploration, QWidget* parent = nullptr);
    ~WhyPanel() override;

    /// What is on show; null for nothing.
    const DifferencesPtr& differences() const { return m_list->differences().differences(); }

protected:
    bool needsModel() const override;
    QString lacking() const override;
    QString noModelText() const override;
    void startJob() override;
    void cancelJob() override;
    void clearResult() override;
    void refreshLook() override;

private:
    QWidget* createContent();
    void display(std::vector<ColumnDifference> differences);

    QComboBox* m_source;
    QLabel* m_title;
    ElidedLabel* m_verdict;
    DifferenceList* m_list;
    // Last, so that no result arrives in a panel that is half gone.
    ProgressTask<std::vector<ColumnDifference>> m_task;
};

}  // namespace latentscape::ui
