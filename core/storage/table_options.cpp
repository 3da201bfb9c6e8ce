#include "core/storage/table_options.h"

namespace latentscape {

CsvOptions withTypesOf(const SavedRun& run, CsvOptions csv) {
    for (const EncodedColumn& column : run.preprocessor.columns())
        if (column.features > 0)
            csv.types[column.name] = column.type == ColumnType::Binary ? ColumnType::Category : column.type;
    return csv;
}

CsvOptions optionsLike(const SavedRun& run) {
    CsvOptions csv = run.source.csv;
    csv.sampleRows.reset();
    // Another table need not have the columns that the model does not know.
    csv.types.clear();
    csv = withTypesOf(run, std::move(csv));
    std::erase_if(csv.sentinels,
                  [&csv](const auto& sentinel) { return !csv.types.contains(sentinel.first); });
    return csv;
}

}  // namespace latentscape
