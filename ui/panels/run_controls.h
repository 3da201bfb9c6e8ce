#pragma once

#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <QWidget>

#include "ui/training/training_controller.h"

namespace latentscape::ui {

class ElidedLabel;

/// The actions of a run, made by the shell and shown here as buttons.
struct RunActions {
    QAction* reset = nullptr;
    QAction* run = nullptr;
    QAction* oneStep = nullptr;
    QAction* oneEpoch = nullptr;
    QAction* finish = nullptr;
    QAction* newSeed = nullptr;
};

/// The training bar: buttons, how far the run is, how fast it goes, and how fast it may go.
class RunControls : public QWidget {
    Q_OBJECT

public:
    RunControls(TrainingController& controller, const RunActions& actions, QWidget* parent = nullptr);

private:
    void addButton(QAction* action);
    void addPace();
    void showProgress();

    TrainingController& m_controller;
    QLabel* m_epoch;
    QProgressBar* m_bar;
    /// Time left and pace of a run, or why it stands still.
    ElidedLabel* m_status;
    QComboBox* m_pace;
};

}  // namespace latentscape::ui
