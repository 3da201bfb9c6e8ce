#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include "ui/training/training_controller.h"

namespace latentscape::ui {

/// Says how many changes wait for a restart, and restarts with them; hidden while none does.
class PendingBar : public QWidget {
    Q_OBJECT

public:
    explicit PendingBar(TrainingController& controller, QWidget* parent = nullptr);

private:
    void showPending();

    TrainingController& m_controller;
    QLabel* m_text;
    QPushButton* m_restart;
};

}  // namespace latentscape::ui
