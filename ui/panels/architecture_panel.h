#pragma once

#include <QWidget>

#include "ui/panels/elided_label.h"
#include "ui/panels/hyperparameter_form.h"
#include "ui/panels/network_diagram.h"
#include "ui/training/training_controller.h"

namespace latentscape::ui {

/// The shape of the model: its layers drawn, its size, and the hyperparameters that a restart needs.
class ArchitecturePanel : public QWidget {
    Q_OBJECT

public:
    /// Both outlive the panel.
    ArchitecturePanel(TrainingController& controller, HyperparameterEdits& edits, QWidget* parent = nullptr);

    HyperparameterForm& form() { return *m_form; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void showArchitecture();
    void refreshColours();

    TrainingController& m_controller;
    NetworkDiagram* m_diagram;
    ElidedLabel* m_size;
    /// Likelihoods of the decoder's output; its tooltip tells the noise too.
    ElidedLabel* m_output;
    HyperparameterForm* m_form;
};

}  // namespace latentscape::ui
