#pragma once

#include <QObject>
#include <QWidget>

#include "ui/training/training_controller.h"

namespace latentscape::ui {

/// Lets people leave a run alone: how far it is stands in the window's title and on its entry in the task
/// bar, and the desktop says when it ends while they look elsewhere. On a desktop that offers neither,
/// nothing happens.
class RunNotice : public QObject {
    Q_OBJECT

public:
    /// Both outlive the notice.
    RunNotice(QWidget& window, const TrainingController& controller, QObject* parent = nullptr);
    /// Leaves nothing on the task bar.
    ~RunNotice() override;

    /// What the window is about, in place of the table; empty for the table.
    void setProject(const QString& name);
    /// Whether the desktop is told; the title is kept in any case.
    void setEnabled(bool enabled);

private:
    void onMetrics();
    void onState(RunState state);
    void showTitle();
    void showOnTaskBar();
    void notify(RunState state) const;

    QWidget& m_window;
    const TrainingController& m_controller;
    QString m_project;
    bool m_enabled = true;
    RunState m_state = RunState::Empty;
    /// What title and task bar show; negative while nothing runs.
    int m_percent = -1;
};

}  // namespace latentscape::ui
