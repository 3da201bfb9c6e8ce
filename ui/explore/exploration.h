#pragma once

#include <QObject>
#include <QString>
#include <QUndoStack>
#include <optional>
#include <vector>

#include "core/training/snapshot.h"
#include "core/training/training_data.h"
#include "ui/models/view_state.h"

namespace latentscape::ui {

/// The model that people explore, the table that it was trained on, and the place in the latent space that
/// they look at: what the views of the Explore workspace share.
class Exploration : public QObject {
    Q_OBJECT

public:
    /// A place that is kept to be compared with others.
    struct Pin {
        QString name;
        /// All latent values.
        Vector place;
        /// The row of the table whose mean it is, if it is one's.
        std::optional<Index> row;
    };

    /// Both outlive the exploration.
    Exploration(ViewState& viewState, QUndoStack& undoStack, QObject* parent = nullptr);

    ViewState& viewState() { return m_viewState; }
    /// The window's only one.
    QUndoStack& undoStack() { return m_undoStack; }

    /// Null until a table has been prepared.
    const TrainingDataPtr& data() const { return m_data; }
    /// The newest of a model of data(); null while there is none.
    const LatentSnapshotPtr& snapshot() const { return m_snapshot; }
    bool isTraining() const { return m_training; }

    /// Where sliders, decoding and traversals stand: all latent values; empty while there is no model.
    const Vector& place() const { return m_place; }
    /// The row of the table whose mean the place is; none once it has been moved by hand.
    std::optional<Index> placeRow() const { return m_placeRow; }
    /// Ignored unless it is a finite place of the model's latent space.
    void setPlace(const Vector& place);
    /// Back to the mean of the row that is looked at; to the origin if there is none.
    void resetPlace();

    const std::vector<Pin>& pins() const { return m_pins; }
    /// Those of an earlier session, which cannot be undone. Those that are no places of the model's latent
    /// space are left out.
    void setPins(std::vector<Pin> pins);
    // What is done to pins can be undone.
    void addPin(Pin pin);
    void renamePin(int pin, const QString& name);
    void removePin(int pin);

    /// Of another table or other columns: the model and all places of the one before are gone.
    void setData(TrainingDataPtr data);
    void setSnapshot(LatentSnapshotPtr snapshot);
    void setTraining(bool training);

signals:
    /// Data or snapshot; up to ten times a second while a model trains.
    void modelChanged();
    void trainingChanged();
    void placeChanged();
    void pinsChanged();

private:
    /// After another row is looked at, or the model has moved it.
    void followRow();
    /// The posterior mean of a row by the snapshot's model.
    Vector meanOf(Index row) const;
    void forgetPlaces();
    /// One step on the undo stack.
    void changePins(const QString& text, std::vector<Pin> pins);

    class PinStep;

    ViewState& m_viewState;
    QUndoStack& m_undoStack;
    TrainingDataPtr m_data;
    LatentSnapshotPtr m_snapshot;
    bool m_training = false;
    Vector m_place;
    std::optional<Index> m_placeRow;
    std::vector<Pin> m_pins;
    /// Which latent space they are places of; counts up.
    int m_space = 0;
};

}  // namespace latentscape::ui
