#pragma once

#include <QToolButton>

#include "ui/training/training_controller.h"

namespace latentscape::ui {

/// Names the run that trains, in its colour; a way to the others.
class CurrentRunButton : public QToolButton {
    Q_OBJECT

public:
    /// `controller` outlives the button.
    explicit CurrentRunButton(TrainingController& controller, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void showRun();

    TrainingController& m_controller;
};

}  // namespace latentscape::ui
