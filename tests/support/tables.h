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

/// Columns `c0`, `c1` … of numbers; the cell is 1000 · column + row.
inline DatasetPtr wideTable(int columns, int rows) {
    std::vector<Column> made;
    for (int i = 0; i < columns; ++i) {
        std::vector<float> values;
        for (int row = 0; row < rows; ++row)
            values.push_back(float(1000 * i + row));
        made.push_back({.name = "c" + std::to_string(i),
                        .values = ColumnValues(std::move(values)),
                        .missing = MissingMask(std::size_t(rows))});
    }
    return std::make_shared<const Dataset>("wide", "", std::move(made));
}

/// Columns `x` (the row's number, backwards) and `m` (missing in odd rows).
inline DatasetPtr longTable(int rows) {
    std::vector<float> x;
    MissingMask missing{std::size_t(rows)};
    for (int row = 0; row < rows; ++row) {
        x.push_back(float(rows - row));
        if (row % 2 == 1)
            missing.setMissing(std::size_t(row));
    }
    Column backwards{.name = "x", .values = ColumnValues(x), .missing = MissingMask(std::size_t(rows))};
    Column holes{.name = "m", .values = ColumnValues(x), .missing = std::move(missing)};
    return std::make_shared<const Dataset>("long", "", std::vector{std::move(backwards), std::move(holes)});
}

}  // namespace latentscape::testing
