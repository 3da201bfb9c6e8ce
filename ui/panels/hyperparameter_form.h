#pragma once

#include <QLabel>
#include <QToolButton>
#include <QWidget>
#include <vector>

#include "ui/panels/hyperparameter_editors.h"
#include "ui/training/hyperparameter_edits.h"

namespace latentscape::ui {

/// One row for each hyperparameter of some groups, made from the core's spec table. Live values apply at
/// once; others are marked until the restart that they wait for. A value that is not allowed is refused with
/// the reason under its row; one that is odd is obeyed with a note there. Advanced ones that stand at their
/// defaults are folded away.
class HyperparameterForm : public QWidget {
    Q_OBJECT

public:
    /// Both outlive the form.
    HyperparameterForm(TrainingController& controller, HyperparameterEdits& edits,
                       const std::vector<HyperparameterGroup>& groups, QWidget* parent = nullptr);

    /// Whether all advanced rows are shown.
    bool isExpanded() const { return m_expanded; }
    void setExpanded(bool expanded);

signals:
    void expandedChanged(bool expanded);

private:
    struct Row {
        const HyperparameterSpec* spec;
        QLabel* label;
        HyperparameterEditor* editor;
        QLabel* complaint;
        /// Why the last value typed here was not taken.
        QString refusal = {};
        /// An advanced row that a person has seen stays until they fold the form: it must not vanish under
        /// the hand that moves it back to its default.
        bool stays = false;
    };

    void addRow(const HyperparameterSpec& spec);
    void addButtons();
    void onEdited(Row& row, const QString& text);
    void resetToDefault(Row& row);
    void resetAll();
    /// Says under the row why its value was not taken.
    template <class Change>
    void tryTo(Row& row, const Change& change);
    void foldUnchanged();
    void showValues();
    Hyperparameters defaults() const;

    TrainingController& m_controller;
    HyperparameterEdits& m_edits;
    std::vector<Row> m_rows;
    QToolButton* m_disclosure;
    QToolButton* m_resetAll;
    bool m_expanded = false;
};

/// What a tooltip teaches about a hyperparameter.
QString hyperparameterHelp(const HyperparameterSpec& spec);

}  // namespace latentscape::ui
