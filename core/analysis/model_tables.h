#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/analysis/anomaly.h"
#include "core/analysis/imputation.h"
#include "core/analysis/sampling.h"
#include "core/data/csv_writer.h"
#include "core/data/preprocessor.h"

namespace latentscape {

// What a model says of rows, as the text of a CSV file.

/// The model's columns with their names, categories and decimals and no rows: they know how to spell a value.
std::vector<Column> columnsOf(const Preprocessor& preprocessor);
std::vector<std::string> columnNames(const Preprocessor& preprocessor);

/// `value` as the column spells it in a file; empty where that is no number.
std::string spelled(const Column& column, double value);

/// Decoded rows in original units.
std::string decodedCsv(const Preprocessor& preprocessor, const std::vector<std::vector<DecodedCell>>& rows);

/// Made-up rows in original units.
std::string generatedCsv(const Preprocessor& preprocessor, const GeneratedRows& generated);

/// The same as a table; what is no number is missing.
DatasetPtr generatedTable(const Preprocessor& preprocessor, const GeneratedRows& generated);

/// Rows of a table, counted from 0, with reconstruction, KL and ELBO (or the log-likelihood, where draws were
/// weighted), and each column's share.
class ScoreTable {
public:
    ScoreTable(const Preprocessor& preprocessor, bool weighted);

    void add(std::span<const Index> rows, const AnomalyScores& scores);
    const std::string& text() const { return m_writer.text(); }

private:
    CsvWriter m_writer;
};

/// Row counted from 0, column, value, probability of a category and interval of each cell.
std::string intervalsCsv(const Preprocessor& preprocessor, std::span<const ImputedCell> cells);

/// A cell of a table that was missing.
struct FilledCell {
    Index row = 0;
    /// Place in the table that is written.
    std::size_t column = 0;
    std::string text;
};

/// A table of `rows` rows with the cells filled in, which come row by row; every other one is as `cellText`
/// has it.
std::string completedCsv(std::span<const std::string> names, Index rows,
                         const std::function<std::string(std::size_t column, Index row)>& cellText,
                         std::span<const FilledCell> filled);

/// A table with the cells filled in: numbers that it has with no more digits than they were read with, those
/// filled in with as many decimals as most of their column.
std::string completedCsv(const Dataset& dataset, const Preprocessor& preprocessor,
                         std::span<const ImputedCell> cells);

}  // namespace latentscape
