#pragma once

#include <QObject>
#include <QUndoStack>
#include <QWidget>
#include <optional>

#include "ui/models/view_state.h"
#include "ui/support/background_task.h"
#include "ui/training/training_controller.h"

namespace latentscape::ui {

/// What can be done with the selected rows beyond looking at them: write them to a file, give them a name,
/// and say that they are not, or alone, learned from.
class RowJobs : public QObject {
    Q_OBJECT

public:
    /// All outlive the jobs; dialogs belong to `window`. What is left out is a step on `undoStack`.
    RowJobs(ViewState& viewState, TrainingController& controller, QUndoStack& undoStack, QWidget& window);

    /// Asks for a file.
    void chooseFile();
    /// As CSV, in the background.
    void exportTo(const QString& path);
    /// Asks for a name and makes a group of them.
    void nameGroup();
    /// Beside those that are left out already. Counts as a filter does: from the next restart on.
    void leaveOut();
    /// Leaves all others out.
    void keepOnly();

signals:
    void exported(const QString& path);
    void failed(const latentscape::Problem& problem);

private:
    struct Check {
        DatasetPtr dataset;
        RowRequest before;
        RowRequest wanted;
        QString step;
        std::optional<Problem> problem;
    };

    /// `step` is what undoing it is called.
    void setExcluded(const RowSet& excluded, const QString& step);
    void onChecked(const Check& check);

    ViewState& m_viewState;
    TrainingController& m_controller;
    QUndoStack& m_undoStack;
    QWidget& m_window;
    QString m_path;
    /// Nothing if the file has been written.
    BackgroundTask<std::optional<Problem>> m_writing;
    BackgroundTask<Check> m_checking;
};

}  // namespace latentscape::ui
