#pragma once

#include "core/data/csv_reader.h"
#include "core/storage/run_store.h"

namespace latentscape {

/// With the columns that the model encodes as what they were when it was trained.
CsvOptions withTypesOf(const SavedRun& run, CsvOptions csv);

/// How a table with the columns that the model encodes is read: these are what they were when it was trained,
/// and all rows are taken.
CsvOptions optionsLike(const SavedRun& run);

}  // namespace latentscape
