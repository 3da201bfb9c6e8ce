#pragma once

#include <numeric>

#include "core/analysis/encoding.h"
#include "tests/support/trained_models.h"
#include "ui/explore/exploration.h"

namespace latentscape::testing {

/// Where all rows lie by a model.
inline LatentSnapshotPtr snapshotOf(const TrainingData& data, std::shared_ptr<const ModelSnapshot> model,
                                    std::uint64_t run = 1) {
    RowList rows(std::size_t(data.dataset->rows()));
    std::iota(rows.begin(), rows.end(), Index(0));
    auto snapshot = std::make_shared<LatentSnapshot>();
    snapshot->run = run;
    snapshot->means = encodeRows(data.table, *model, rows).mean;
    snapshot->totalRows = data.dataset->rows();
    snapshot->rows = std::make_shared<const RowList>(std::move(rows));
    snapshot->model = std::move(model);
    return snapshot;
}

inline LatentSnapshotPtr snapshotOf(const TrainedSample& sample) {
    return snapshotOf(*sample.data, sample.model);
}

/// A small model of a table, as the panels of the Explore workspace see it.
struct Explored {
    Explored() = default;
    explicit Explored(const std::string& name, int epochs = 3) { show(trainSample(name, epochs)); }

    void show(const TrainedSample& trained) {
        sample = trained;
        viewState.setDataset(sample.data->dataset, sample.data->roles.label);
        exploration.setData(sample.data);
        exploration.setSnapshot(snapshotOf(*sample.data, sample.model));
    }

    /// A table of the test's own, trained for one epoch.
    void show(DatasetPtr dataset, int latent, std::vector<Index> inputs) {
        Hyperparameters hyperparameters;
        hyperparameters.hidden = {8};
        hyperparameters.latent = latent;
        hyperparameters.epochs = 1;
        const TrainingDataPtr data =
            prepareTrainingData(dataset, {.inputs = std::move(inputs)}, hyperparameters);
        Trainer trainer(data, hyperparameters, {});
        while (!trainer.finished())
            trainer.step();
        show({.data = data, .model = trainer.modelSnapshot()});
    }

    TrainedSample sample;
    ui::ViewState viewState;
    QUndoStack undoStack;
    ui::Exploration exploration{viewState, undoStack};
};

}  // namespace latentscape::testing
