#include "core/data/row_export.h"

#include "core/data/csv_writer.h"

namespace latentscape {
namespace {

std::string asCsv(const Dataset& dataset, const RowList& rows, bool numbered) {
    std::vector<std::string> header;
    if (numbered)
        header.emplace_back("row");
    for (const Column& column : dataset.columns())
        header.push_back(column.name);
    CsvWriter writer(header);
    for (const Index row : rows) {
        if (numbered)
            writer.addCell(std::to_string(row));
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

}  // namespace

std::string rowsAsCsv(const Dataset& dataset, const RowList& rows) {
    return asCsv(dataset, rows, false);
}

std::string numberedRowsAsCsv(const Dataset& dataset, const RowList& rows) {
    return asCsv(dataset, rows, true);
}

}  // namespace latentscape
