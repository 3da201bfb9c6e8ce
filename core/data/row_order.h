#pragma once

#include "core/data/dataset.h"
#include "core/data/sampler.h"

namespace latentscape {

/// `rows` by their value in `column`, and as they were where equal: numbers and dates by size, categories as
/// the column lists them. Missing cells come last in either direction.
RowList sortedRows(const Column& column, RowList rows, bool descending);

}  // namespace latentscape
