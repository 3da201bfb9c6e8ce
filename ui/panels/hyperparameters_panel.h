#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include "ui/training/training_controller.h"

namespace latentscape::ui {

/// The hyperparameters of objective, optimisation and data, and a line that says what waits for a restart.
class HyperparametersPanel : public QWidget {
    Q_OBJECT

public:
    explicit HyperparametersPanel(TrainingController& controller, QWidget* parent = nullptr);

private:
    void showPending();

    TrainingController& m_controller;
    QWidget* m_pendingBar;
    QLabel* m_pendingText;
    QPushButton* m_restart;
};

}  // namespace latentscape::ui
