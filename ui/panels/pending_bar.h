#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include "ui/training/training_controller.h"

namespace latentscape::ui {

/// Says how many changes wait for a restart, and restarts with them or takes them back; hidden while none
/// does.
class PendingBar : public QWidget {
    Q_OBJECT

public:
    explicit PendingBar(TrainingController& controller, QWidget* parent = nullptr);

private:
    void showPending();

    TrainingController& m_controller;
    QLabel* m_text;
    QPushButton* m_restart;
    QPushButton* m_discard;
};

}  // namespace latentscape::ui
