#pragma once

#include <string>
#include <vector>

#include "core/model/moments.h"
#include "tests/support/tables.h"

namespace latentscape::testing {

/// A matrix, features × rows, with the rows to look at.
struct TestTable {
    Matrix values;
    Matrix mask;
    std::vector<Index> rows;

    RowSelection selection() const { return {.values = values, .mask = mask, .rows = rows}; }
};

std::vector<Index> everyRow(Index count, Index first = 0, Index step = 1);

TestTable tableOf(Matrix values);

/// The inputs of a sample, all rows: each column with mean 0 and standard deviation 1 (ddof = 0); pixels of
/// the digits divided by 16 instead.
TestTable standardisedSample(const std::string& name);

/// A cell is missing where (7 · row + 3 · feature) mod `every` is 0; what lies there is poison.
void hideCells(TestTable& table, Index every);

}  // namespace latentscape::testing
