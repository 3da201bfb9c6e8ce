#pragma once

#include <memory>
#include <string>

#include "core/training/trainer.h"
#include "tests/support/tables.h"

namespace latentscape::testing {

/// A sample and a small model that saw it for some epochs.
struct TrainedSample {
    TrainingDataPtr data;
    std::shared_ptr<const ModelSnapshot> model;
};

inline TrainedSample trainSample(const std::string& name, int epochs) {
    Hyperparameters hyperparameters;
    hyperparameters.hidden = {16};
    hyperparameters.epochs = epochs;
    const TrainingDataPtr data = prepareSample(name, hyperparameters);
    Trainer trainer(data, hyperparameters, {});
    while (!trainer.finished())
        trainer.step();
    return {.data = data, .model = trainer.modelSnapshot()};
}

}  // namespace latentscape::testing
