#pragma once

#include <numeric>

#include "core/analysis/encoding.h"
#include "tests/support/trained_models.h"
#include "ui/explore/exploration.h"

namespace latentscape::testing {

/// Where all rows lie, as the worker tells it of a run that stands still.
inline LatentSnapshotPtr snapshotOf(const TrainedSample& sample) {
    const auto rows = std::make_shared<RowList>(std::size_t(sample.data->table.rows()));
    std::iota(rows->begin(), rows->end(), Index(0));
    auto snapshot = std::make_shared<LatentSnapshot>();
    snapshot->run = 1;
    snapshot->rows = rows;
    snapshot->totalRows = sample.data->table.rows();
    snapshot->means = encodeRows(sample.data->table, *sample.model, *rows).mean;
    snapshot->model = sample.model;
    return snapshot;
}

/// A model of a sample that is being explored.
struct Explored {
    explicit Explored(const std::string& name, int epochs = 3) : sample(trainSample(name, epochs)) {
        viewState.setDataset(sample.data->dataset, sample.data->roles.label);
        exploration.setData(sample.data);
        exploration.setSnapshot(snapshotOf(sample));
    }

    TrainedSample sample;
    ui::ViewState viewState;
    QUndoStack undoStack;
    ui::Exploration exploration{viewState, undoStack};
};

}  // namespace latentscape::testing
