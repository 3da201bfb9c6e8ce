#pragma once

#include <string>

#include "core/data/dataset.h"
#include "core/data/sampler.h"

namespace latentscape {

/// These rows of a table as the text of a CSV file with a header. Cells are written as the table's own file
/// writes them, decimals and dates included; missing ones are empty.
std::string rowsAsCsv(const Dataset& dataset, const RowList& rows);

/// The same with the number of the row, counted from 0, in a first column `row`.
std::string numberedRowsAsCsv(const Dataset& dataset, const RowList& rows);

}  // namespace latentscape
