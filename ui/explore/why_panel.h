#pragma once

#include <QComboBox>
#include <QHBoxLayout>

#include "ui/explore/analysis_panel.h"
#include "ui/explore/difference_list.h"
#include "ui/panels/legend_key.h"
#include "ui/support/progress_task.h"

namespace latentscape::ui {

/// Says what is special about the selected rows: columns by how much they differ there from all other rows,
/// in the data or in what the model makes of them; likewise between two groups. A click colours the map by a
/// column.
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
    /// What was compared, and what came of it.
    struct Comparison {
        QString firstName;
        QString secondName;
        Index firstRows = 0;
        Index secondRows = 0;
        std::vector<ColumnDifference> differences;
    };

    void createChoices();
    QWidget* createContent();
    /// Selected rows or all others, then each group.
    void listGroups();
    /// Of a choice: a group, or what stands first in its box.
    std::optional<int> chosenGroup(const QComboBox& side) const;
    const RowSet& firstRows() const;
    /// Null for all that are not of the first.
    const RowSet* secondRows() const;
    QString nameOf(const QComboBox& side) const;
    void onSelection();
    void display(Comparison comparison);

    LegendKey* m_firstKey;
    LegendKey* m_secondKey;
    QComboBox* m_firstSide;
    QComboBox* m_secondSide;
    QComboBox* m_source;
    QHBoxLayout* m_sidesRow;
    QHBoxLayout* m_sourceRow;
    QLabel* m_title;
    ElidedLabel* m_verdict;
    DifferenceList* m_list;
    // Last, so that no result arrives in a panel that is half gone.
    ProgressTask<Comparison> m_task;
};

}  // namespace latentscape::ui
