#include "core/analysis/row_tables.h"

#include <algorithm>
#include <functional>

#include "core/analysis/encoding.h"
#include "core/analysis/model_tables.h"
#include "core/analysis/row_chunks.h"

namespace latentscape {
namespace {

/// Whole chunks, so that a row is encoded beside the same rows as in one go.
constexpr Index kRowsAtATime = 16 * RowChunks::kLongest;

void forBlocks(Index rows, const Progress& progress, const std::function<void(const RowList&)>& work) {
    for (Index first = 0; first < rows; first += kRowsAtATime) {
        reportProgress(progress, double(first) / double(rows));
        RowList block = allRows(std::min(kRowsAtATime, rows - first));
        for (Index& row : block)
            row += first;
        work(block);
    }
    reportProgress(progress, 1);
}

void addOriginal(CsvWriter& writer, const Dataset& dataset, Index row) {
    for (const Column& column : dataset.columns())
        writer.addCell(column.missing[std::size_t(row)] ? std::string()
                                                        : column.fileText(column.values[std::size_t(row)]));
}

}  // namespace

std::string encodedCsv(const EncodedTable& table, const ModelSnapshot& model, const Dataset* original,
                       const Progress& progress) {
    std::vector<std::string> header{"row"};
    for (const char* const stem : {"mean_", "sd_"})
        for (Index j = 0; j < model.vae->latent(); ++j)
            header.push_back(stem + std::to_string(j));
    if (original)
        for (const Column& column : original->columns())
            header.push_back(column.name);
    CsvWriter writer(header);
    forBlocks(table.rows(), progress, [&](const RowList& rows) {
        const Posteriors posteriors = encodeRows(table, model, rows);
        for (Index i = 0; i < posteriors.mean.cols(); ++i) {
            writer.addCell(std::to_string(rows[std::size_t(i)]));
            for (const Matrix* const values : {&posteriors.mean, &posteriors.deviation})
                for (Index j = 0; j < values->rows(); ++j)
                    writer.addNumber((*values)(j, i));
            if (original)
                addOriginal(writer, *original, rows[std::size_t(i)]);
            writer.endRow();
        }
    });
    return writer.text();
}

std::string reconstructedCsv(const Preprocessor& preprocessor, const EncodedTable& table,
                             const ModelSnapshot& model, const Progress& progress) {
    const std::vector<Column> columns = columnsOf(preprocessor);
    CsvWriter writer(columnNames(preprocessor));
    forBlocks(table.rows(), progress, [&](const RowList& rows) {
        const Matrix means = encodeRows(table, model, rows).mean;
        for (const std::vector<DecodedCell>& cells : decodeRows(preprocessor, model, means)) {
            for (std::size_t i = 0; i < columns.size(); ++i)
                writer.addCell(spelled(columns[i], cells[i].value));
            writer.endRow();
        }
    });
    return writer.text();
}

}  // namespace latentscape
