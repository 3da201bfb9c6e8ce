#pragma once

#include <QPointer>
#include <QUndoCommand>
#include <utility>

namespace latentscape::ui {

/// One change of the value that a model holds, to be undone and done again. It is void once the model is
/// about another table: `Model` tells which by table(), a number, and takes a value by restore().
template <class Model, class Value>
class ValueStep : public QUndoCommand {
public:
    /// Steps of one gesture, which follow each other, become one; those of gesture 0 never do.
    ValueStep(Model& model, Value before, Value after, const QString& name, int gesture = 0)
        : QUndoCommand(name),
          m_model(&model),
          m_table(model.table()),
          m_before(std::move(before)),
          m_after(std::move(after)),
          m_gesture(gesture) {}

    void redo() override { restore(m_after); }
    void undo() override { restore(m_before); }

    int id() const override { return Model::kStepId; }
    bool mergeWith(const QUndoCommand* command) override {
        const auto& later = static_cast<const ValueStep&>(*command);
        if (m_gesture == 0 || later.m_gesture != m_gesture || later.m_table != m_table)
            return false;
        m_after = later.m_after;
        setText(later.text());
        setObsolete(m_before == m_after);
        return true;
    }

private:
    void restore(const Value& value) {
        if (m_model && m_model->table() == m_table)
            m_model->restore(value);
        else
            setObsolete(true);
    }

    QPointer<Model> m_model;
    quint64 m_table;
    Value m_before;
    Value m_after;
    int m_gesture;
};

}  // namespace latentscape::ui
