#include "ui/explore/exploration.h"

#include <QPointer>
#include <QUndoCommand>
#include <algorithm>
#include <array>
#include <utility>

#include "core/analysis/encoding.h"

namespace latentscape::ui {

/// The pins before and after a change.
class Exploration::PinStep : public QUndoCommand {
public:
    PinStep(Exploration& exploration, const QString& text, std::vector<Pin> after)
        : QUndoCommand(text),
          m_exploration(&exploration),
          m_space(exploration.m_space),
          m_before(exploration.m_pins),
          m_after(std::move(after)) {}

    void redo() override { apply(m_after); }
    void undo() override { apply(m_before); }

private:
    void apply(const std::vector<Pin>& pins) {
        // Places of a latent space that is gone mean nothing.
        if (!m_exploration || m_exploration->m_space != m_space)
            return;
        m_exploration->m_pins = pins;
        emit m_exploration->pinsChanged();
    }

    QPointer<Exploration> m_exploration;
    int m_space;
    std::vector<Pin> m_before;
    std::vector<Pin> m_after;
};

Exploration::Exploration(ViewState& viewState, QUndoStack& undoStack, QObject* parent)
    : QObject(parent), m_viewState(viewState), m_undoStack(undoStack) {
    connect(&m_viewState, &ViewState::selectedRowChanged, this, [this] {
        if (m_viewState.selectedRow())
            resetPlace();
    });
}

void Exploration::setData(TrainingDataPtr data) {
    m_data = std::move(data);
    m_snapshot.reset();
    forgetPlaces();
    emit modelChanged();
}

void Exploration::setSnapshot(LatentSnapshotPtr snapshot) {
    const bool fits = m_data && snapshot && snapshot->model &&
                      snapshot->model->vae->features() == m_data->preprocessor.features() &&
                      snapshot->totalRows == m_data->table.rows();
    if (!fits)
        snapshot.reset();
    const bool otherSpace =
        !m_snapshot || !snapshot || m_snapshot->model->vae->latent() != snapshot->model->vae->latent();
    m_snapshot = std::move(snapshot);
    if (otherSpace)
        forgetPlaces();
    emit modelChanged();
    followRow();
}

void Exploration::setTraining(bool training) {
    if (training == m_training)
        return;
    m_training = training;
    emit trainingChanged();
}

void Exploration::forgetPlaces() {
    const bool hadPins = !m_pins.empty();
    m_pins.clear();
    ++m_space;
    m_placeRow.reset();
    m_place = m_snapshot ? Vector::Zero(m_snapshot->model->vae->latent()) : Vector();
    emit placeChanged();
    if (hadPins)
        emit pinsChanged();
    if (m_snapshot)
        resetPlace();
}

void Exploration::setPlace(const Vector& place) {
    if (!m_snapshot || place.size() != m_snapshot->model->vae->latent() || !place.allFinite())
        return;
    m_placeRow.reset();
    m_place = place;
    emit placeChanged();
}

void Exploration::resetPlace() {
    if (!m_snapshot)
        return;
    m_placeRow = m_viewState.selectedRow();
    if (m_placeRow)
        return followRow();
    m_place.setZero();
    emit placeChanged();
}

void Exploration::followRow() {
    if (!m_snapshot || !m_placeRow)
        return;
    const Vector mean = meanOf(*m_placeRow);
    if (mean == m_place || !mean.allFinite())
        return;
    m_place = mean;
    emit placeChanged();
}

Vector Exploration::meanOf(Index row) const {
    const RowList& rows = *m_snapshot->rows;
    const auto found = std::ranges::lower_bound(rows, row);
    const Index column = Index(found - rows.begin());
    if (found != rows.end() && *found == row && column < m_snapshot->means.cols())
        return m_snapshot->means.col(column);
    return encodeRows(m_data->table, *m_snapshot->model, std::array{row}).mean;
}

void Exploration::setPins(std::vector<Pin> pins) {
    std::erase_if(pins, [this](const Pin& pin) {
        return !m_snapshot || pin.place.size() != m_snapshot->model->vae->latent() || !pin.place.allFinite();
    });
    m_pins = std::move(pins);
    emit pinsChanged();
}

void Exploration::addPin(Pin pin) {
    if (!m_snapshot || pin.place.size() != m_snapshot->model->vae->latent())
        return;
    std::vector<Pin> pins = m_pins;
    const QString text = tr("pin %1").arg(pin.name);
    pins.push_back(std::move(pin));
    changePins(text, std::move(pins));
}

void Exploration::changePins(const QString& text, std::vector<Pin> pins) {
    m_undoStack.push(new PinStep(*this, text, std::move(pins)));
}

void Exploration::renamePin(int pin, const QString& name) {
    if (name.isEmpty() || pin < 0 || std::size_t(pin) >= m_pins.size() ||
        m_pins[std::size_t(pin)].name == name)
        return;
    std::vector<Pin> pins = m_pins;
    pins[std::size_t(pin)].name = name;
    changePins(tr("name of pin %1").arg(m_pins[std::size_t(pin)].name), std::move(pins));
}

void Exploration::removePin(int pin) {
    if (pin < 0 || std::size_t(pin) >= m_pins.size())
        return;
    std::vector<Pin> pins = m_pins;
    pins.erase(pins.begin() + pin);
    changePins(tr("removing of pin %1").arg(m_pins[std::size_t(pin)].name), std::move(pins));
}

}  // namespace latentscape::ui
