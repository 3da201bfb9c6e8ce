#pragma once

#include <QAction>
#include <QLabel>
#include <QMenu>
#include <QWidget>
#include <vector>

#include "ui/compare/run_table_model.h"
#include "ui/models/keyed_sort_model.h"
#include "ui/panels/data_table.h"
#include "ui/training/hyperparameter_edits.h"
#include "ui/training/training_controller.h"

namespace latentscape::ui {

/// The runs as a table that a person sorts, and in which runs are renamed, shown, hidden, removed, and taken
/// up again.
class RunTableView : public QWidget {
    Q_OBJECT

public:
    /// Both outlive the view.
    RunTableView(TrainingController& controller, HyperparameterEdits& edits, QWidget* parent = nullptr);

    RunTableModel& model() { return *m_model; }
    /// What the context menu offers for the selected runs.
    void fillMenu(QMenu& menu);

signals:
    /// A person wishes to see the other runs laid over this one.
    void referenceRequested(quint64 run);
    /// Settings could not be taken up, and nothing has changed.
    void refused(const latentscape::Problem& problem);

protected:
    void changeEvent(QEvent* event) override;

private:
    void createTable();
    void arrangeSections(int first, int last);
    void describe();
    /// In the order of the table.
    std::vector<quint64> selectedRuns() const;
    void showRuns(const std::vector<quint64>& runs, bool visible);
    void useSettings(quint64 run);
    /// Asks first.
    void removeSelected();
    void applyTheme();

    TrainingController& m_controller;
    HyperparameterEdits& m_edits;
    RunTableModel* m_model;
    KeyedSortModel* m_sorted;
    DataTable* m_table;
    QLabel* m_title;
    QLabel* m_count;
    QAction* m_remove;
};

}  // namespace latentscape::ui
