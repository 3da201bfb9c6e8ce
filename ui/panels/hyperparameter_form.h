#pragma once

#include <QLabel>
#include <QWidget>
#include <vector>

#include "ui/panels/hyperparameter_editors.h"
#include "ui/training/training_controller.h"

namespace latentscape::ui {

/// One row for each hyperparameter of some groups, made from the core's spec table. Live values apply at
/// once; others are marked until the restart that they wait for. A value that is not allowed is refused with
/// the reason under its row.
class HyperparameterForm : public QWidget {
    Q_OBJECT

public:
    HyperparameterForm(TrainingController& controller, const std::vector<HyperparameterGroup>& groups,
                       QWidget* parent = nullptr);

private:
    struct Row {
        const HyperparameterSpec* spec;
        QLabel* label;
        HyperparameterEditor* editor;
        QLabel* complaint;
    };

    void addRow(const HyperparameterSpec& spec);
    void onEdited(const Row& row, const QString& text);
    void resetToDefault(const HyperparameterSpec& spec);
    void showValues();
    Hyperparameters defaults() const;

    TrainingController& m_controller;
    std::vector<Row> m_rows;
};

/// What a tooltip teaches about a hyperparameter.
QString hyperparameterHelp(const HyperparameterSpec& spec);

}  // namespace latentscape::ui
