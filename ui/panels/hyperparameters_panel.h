#pragma once

#include <QWidget>

#include "ui/panels/hyperparameter_form.h"
#include "ui/training/training_controller.h"

namespace latentscape::ui {

/// The hyperparameters of objective, optimisation and data, and a line that says what waits for a restart.
class HyperparametersPanel : public QWidget {
    Q_OBJECT

public:
    /// Both outlive the panel.
    HyperparametersPanel(TrainingController& controller, HyperparameterEdits& edits,
                         QWidget* parent = nullptr);

    HyperparameterForm& form() { return *m_form; }

private:
    HyperparameterForm* m_form;
};

}  // namespace latentscape::ui
