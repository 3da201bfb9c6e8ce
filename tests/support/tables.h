#pragma once

#include <memory>
#include <string>

#include "core/data/column_roles.h"
#include "core/data/csv_reader.h"
#include "core/training/training_data.h"

namespace latentscape::testing {

inline std::string samplePath(const std::string& name) {
    return std::string(LATENTSCAPE_SOURCE_DIR) + "/resources/datasets/" + name + ".csv";
}

inline DatasetPtr readSample(const std::string& name) {
    return readCsv(samplePath(name)).dataset;
}

/// A sample with its guessed roles, split and encoded.
inline TrainingDataPtr prepareSample(const std::string& name, const Hyperparameters& hyperparameters) {
    const DatasetPtr dataset = readSample(name);
    return prepareTrainingData(dataset, assignRoles(*dataset), hyperparameters);
}

/// A CSV text as a table.
inline DatasetPtr tableFrom(const std::string& csv) {
    return readCsvText(csv, "test.csv").dataset;
}

}  // namespace latentscape::testing
