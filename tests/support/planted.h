#pragma once

#include <memory>

#include "core/data/generators.h"
#include "core/training/trainer.h"

namespace latentscape::testing {

/// Ten latent dimensions for three planted factors.
inline Hyperparameters tenDimensions(const std::string& start) {
    Hyperparameters hyperparameters;
    hyperparameters.latent = 10;
    hyperparameters.hidden = {32};
    hyperparameters.start = start;
    hyperparameters.learningRate = 3e-3;
    hyperparameters.epochs = 120;
    hyperparameters.seed = 4;
    return hyperparameters;
}

inline TrainingDataPtr threePlantedFactors(const Hyperparameters& hyperparameters) {
    const GeneratedTable table =
        plantedFactors({.rows = 1500, .factors = 3, .columns = 12, .nuisance = 2}, 7);
    return prepareTrainingData(table.dataset, assignRoles(*table.dataset, table.roles), hyperparameters);
}

/// What a run on them has come to, and the KL of its last validation record.
struct PlantedRun {
    TrainingDataPtr data;
    std::shared_ptr<const ModelSnapshot> model;
    double validationKl = 0;
};

inline PlantedRun trainOnPlantedFactors(const std::string& start = "plain") {
    const Hyperparameters hyperparameters = tenDimensions(start);
    const TrainingDataPtr data = threePlantedFactors(hyperparameters);
    Trainer trainer(data, hyperparameters, {});
    while (!trainer.epochsDone())
        trainer.step();
    return {.data = data,
            .model = trainer.modelSnapshot(),
            .validationKl = trainer.takeHistory().validation.back().terms.kl};
}

}  // namespace latentscape::testing
