#pragma once

#include <QWidget>

#include "ui/compare/compare_curves.h"
#include "ui/compare/run_maps.h"
#include "ui/compare/run_table_view.h"
#include "ui/models/view_state.h"
#include "ui/training/hyperparameter_edits.h"
#include "ui/training/training_controller.h"

namespace latentscape::ui {

/// The workspace in which runs on the same table are compared: what they were started with, how they learned,
/// and where they put the rows.
class CompareWorkspace : public QWidget {
    Q_OBJECT

public:
    /// All outlive the workspace.
    CompareWorkspace(ViewState& viewState, TrainingController& controller, HyperparameterEdits& edits,
                     QWidget* parent = nullptr);

    RunTableView& table() { return *m_table; }
    CompareCurves& curves() { return *m_curves; }
    RunMaps& maps() { return *m_maps; }

private:
    RunTableView* m_table;
    CompareCurves* m_curves;
    RunMaps* m_maps;
};

}  // namespace latentscape::ui
