#include "ui/training/hyperparameter_edits.h"

#include <QUndoCommand>
#include <utility>

#include "ui/training/edit_summary.h"

namespace latentscape::ui {

class HyperparameterEdits::Step : public QUndoCommand {
public:
    Step(HyperparameterEdits& edits, std::vector<HyperparameterEdit> changes, const QString& name,
         int gesture)
        : QUndoCommand(name), m_edits(edits), m_changes(std::move(changes)), m_gesture(gesture) {}

    void redo() override {
        // When it is pushed, it has been done.
        if (std::exchange(m_isDone, true))
            apply(&HyperparameterEdit::after);
    }
    void undo() override { apply(&HyperparameterEdit::before); }

    int id() const override { return 1; }
    bool mergeWith(const QUndoCommand* command) override {
        const auto& later = static_cast<const Step&>(*command);
        const bool isOneDrag = later.m_gesture == m_gesture && m_changes.size() == 1 &&
                               later.m_changes.size() == 1 &&
                               later.m_changes.front().key == m_changes.front().key;
        if (!isOneDrag)
            return false;
        HyperparameterEdit& change = m_changes.front();
        change.after = later.m_changes.front().after;
        setText(changeText(change));
        setObsolete(change.before == change.after);
        return true;
    }

private:
    void apply(HyperparameterValue HyperparameterEdit::*wanted) {
        std::vector<HyperparameterChange> changes;
        for (const HyperparameterEdit& change : m_changes)
            changes.push_back({change.key, change.*wanted});
        try {
            TrainingController& controller = m_edits.m_controller;
            controller.setHyperparameters(withChanges(controller.edited(), changes));
        } catch (const Error& error) {
            // A model that would no longer fit into memory.
            setObsolete(true);
            emit m_edits.refused(error.problem());
        }
    }

    HyperparameterEdits& m_edits;
    std::vector<HyperparameterEdit> m_changes;
    int m_gesture;
    bool m_isDone = false;
};

HyperparameterEdits::HyperparameterEdits(TrainingController& controller, QObject* parent)
    : QObject(parent), m_controller(controller), m_dataset(controller.dataset()) {
    connect(&controller, &TrainingController::runStarted, this, &HyperparameterEdits::onRunStarted);
}

void HyperparameterEdits::onRunStarted() {
    if (m_dataset == m_controller.dataset())
        return;
    m_dataset = m_controller.dataset();
    m_stack.clear();
}

void HyperparameterEdits::set(const HyperparameterSpec& spec, const HyperparameterValue& value) {
    push(withChanges(m_controller.edited(), {{std::string(spec.key), value}}), {});
}

void HyperparameterEdits::setAll(const Hyperparameters& hyperparameters, const QString& name) {
    settle();
    push(hyperparameters, name);
    settle();
}

void HyperparameterEdits::push(const Hyperparameters& hyperparameters, const QString& name) {
    const Hyperparameters before = m_controller.edited();
    m_controller.setHyperparameters(hyperparameters);
    std::vector<HyperparameterEdit> changes;
    for (const HyperparameterSpec* const spec : differences(before, hyperparameters))
        changes.push_back({.key = std::string(spec->key),
                           .before = getHyperparameter(before, *spec),
                           .after = getHyperparameter(hyperparameters, *spec)});
    if (changes.empty())
        return;
    const QString text = name.isEmpty() ? changeText(changes.front()) : name;
    m_stack.push(new Step(*this, std::move(changes), text, m_gesture));
}

}  // namespace latentscape::ui
