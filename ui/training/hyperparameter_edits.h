#pragma once

#include <QObject>
#include <QUndoStack>

#include "ui/training/training_controller.h"

namespace latentscape::ui {

/// What a person has changed about the hyperparameters of the open table, step by step, to be undone and done
/// again. Every change goes through the controller, also on the way back.
class HyperparameterEdits : public QObject {
    Q_OBJECT

public:
    /// `controller` outlives the edits.
    explicit HyperparameterEdits(TrainingController& controller, QObject* parent = nullptr);

    QUndoStack& stack() { return m_stack; }

    /// Changes one value. Changes of the same value up to settle() are one step. Throws as
    /// TrainingController::setHyperparameters() does; then nothing changes.
    void set(const HyperparameterSpec& spec, const HyperparameterValue& value);
    /// The hand has let go: what comes next is a step of its own.
    void settle() { ++m_gesture; }
    /// Changes several values as one step with a name, or none of them: throws as set() does.
    void setAll(const Hyperparameters& hyperparameters, const QString& name);

signals:
    /// A step could not be undone or done again, and nothing has changed.
    void refused(const latentscape::Problem& problem);

private:
    class Step;

    void push(const Hyperparameters& hyperparameters, const QString& name);
    void onRunStarted();

    TrainingController& m_controller;
    QUndoStack m_stack;
    /// Steps belong to one table.
    DatasetPtr m_dataset;
    int m_gesture = 0;
};

}  // namespace latentscape::ui
