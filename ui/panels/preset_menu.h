#pragma once

#include <QToolButton>

#include "core/training/presets.h"
#include "ui/training/hyperparameter_edits.h"

class QMenu;

namespace latentscape::ui {

/// A button with a menu of presets; the one that is in force is checked. Sets all hyperparameters but those
/// of the data as one step.
class PresetMenu : public QToolButton {
    Q_OBJECT

public:
    /// Both outlive the button.
    PresetMenu(TrainingController& controller, HyperparameterEdits& edits, QWidget* parent = nullptr);

signals:
    /// A preset could not be set, and nothing has changed.
    void refused(const latentscape::Problem& problem);

private:
    void add(const QString& title, const QString& help, const Preset* preset);
    /// Null for what is recommended.
    Hyperparameters valuesOf(const Preset* preset) const;
    void choose(const QString& title, const Preset* preset);
    void showChosen();

    TrainingController& m_controller;
    HyperparameterEdits& m_edits;
    std::vector<std::pair<QAction*, const Preset*>> m_actions;
};

}  // namespace latentscape::ui
