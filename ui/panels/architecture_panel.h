#pragma once

#include <QLabel>
#include <QWidget>

#include "ui/panels/network_diagram.h"
#include "ui/training/training_controller.h"

namespace latentscape::ui {

/// The shape of the model: its layers drawn, its size, and the hyperparameters that a restart needs.
class ArchitecturePanel : public QWidget {
    Q_OBJECT

public:
    explicit ArchitecturePanel(TrainingController& controller, QWidget* parent = nullptr);

private:
    void showArchitecture();

    TrainingController& m_controller;
    NetworkDiagram* m_diagram;
    QLabel* m_size;
};

}  // namespace latentscape::ui
