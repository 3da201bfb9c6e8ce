#include "core/data/row_export.h"

#include "core/data/csv_writer.h"

namespace latentscape {

std::string rowsAsCsv(const Dataset& dataset, const RowList& rows) {
    std::vector<std::string> header;
    for (const Column& column : dataset.columns())
        header.push_back(column.name);
    CsvWriter writer(header);
    for (const Index row : rows) {
        for (const Column& column : dataset.columns()) {
            if (column.missing[std::size_t(row)])
                writer.addCell({});
            else
                writer.addCell(column.fileText(column.values[std::size_t(row)]));
        }
        writer.endRow();
    }
    return writer.text();
}

}  // namespace latentscape
