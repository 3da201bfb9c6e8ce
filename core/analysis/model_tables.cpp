#include "core/analysis/model_tables.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>

namespace latentscape {
namespace {

/// A number with as many digits as it takes to read it back, and no more; anything else as the file has it.
std::string exactText(const Column& column, double value) {
    if (column.hasCategories() || column.type == ColumnType::DateTime)
        return column.fileText(value);
    // Fixed, unless that takes dozens of zeros.
    const double size = std::abs(value);
    const bool fixed = size == 0 || (size >= 1e-9 && size < 1e15);
    std::array<char, 64> buffer;
    char* const end = buffer.data() + buffer.size();
    const std::to_chars_result written =
        fixed ? std::to_chars(buffer.data(), end, value, std::chars_format::fixed)
              : std::to_chars(buffer.data(), end, value);
    return {buffer.data(), written.ptr};
}

/// Cells that tell how exactly a column is measured.
constexpr std::size_t kMeasuredCells = 1000;

/// As many decimals as most cells of a column of numbers have.
int usualDecimals(const Column& column) {
    std::array<int, kMaxDecimals + 1> cells{};
    std::size_t told = 0;
    for (std::size_t row = 0; row < column.values.size() && told < kMeasuredCells; ++row) {
        if (column.missing[row])
            continue;
        const std::string text = exactText(column, column.values[row]);
        const std::size_t point = text.find('.');
        const std::size_t decimals = point == std::string::npos ? 0 : text.size() - point - 1;
        ++cells[std::min<std::size_t>(decimals, kMaxDecimals)];
        ++told;
    }
    return int(std::max_element(cells.begin(), cells.end()) - cells.begin());
}

std::vector<std::string> scoreHeader(const Preprocessor& preprocessor, bool weighted) {
    std::vector<std::string> header{"row", "reconstruction", "kl", weighted ? "log_likelihood" : "elbo"};
    for (const std::string& name : columnNames(preprocessor))
        header.push_back(name);
    return header;
}

}  // namespace

std::vector<Column> columnsOf(const Preprocessor& preprocessor) {
    std::vector<Column> columns;
    for (const EncodedColumn& column : preprocessor.columns())
        columns.push_back({.name = column.name,
                           .type = column.type,
                           .values = {},
                           .missing = {},
                           .categories = column.categories,
                           .decimals = column.decimals,
                           .precision = column.precision,
                           .notation = column.notation});
    return columns;
}

std::vector<std::string> columnNames(const Preprocessor& preprocessor) {
    std::vector<std::string> names;
    for (const EncodedColumn& column : preprocessor.columns())
        names.push_back(column.name);
    return names;
}

std::string spelled(const Column& column, double value) {
    return std::isnan(value) ? std::string() : column.fileText(value);
}

std::string decodedCsv(const Preprocessor& preprocessor, const std::vector<std::vector<DecodedCell>>& rows) {
    const std::vector<Column> columns = columnsOf(preprocessor);
    CsvWriter writer(columnNames(preprocessor));
    for (const std::vector<DecodedCell>& cells : rows) {
        for (std::size_t i = 0; i < columns.size(); ++i)
            writer.addCell(spelled(columns[i], cells[i].value));
        writer.endRow();
    }
    return writer.text();
}

std::string generatedCsv(const Preprocessor& preprocessor, const GeneratedRows& generated) {
    const std::vector<Column> columns = columnsOf(preprocessor);
    CsvWriter writer(columnNames(preprocessor));
    for (Index row = 0; row < generated.values.cols(); ++row) {
        for (std::size_t i = 0; i < columns.size(); ++i)
            writer.addCell(spelled(columns[i], generated.values(Index(i), row)));
        writer.endRow();
    }
    return writer.text();
}

DatasetPtr generatedTable(const Preprocessor& preprocessor, const GeneratedRows& generated) {
    std::vector<Column> columns = columnsOf(preprocessor);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const Eigen::VectorXd made = generated.values.row(Index(i));
        std::vector<double> values(made.begin(), made.end());
        columns[i].missing = MissingMask(values.size());
        for (std::size_t row = 0; row < values.size(); ++row)
            if (!std::isfinite(values[row])) {
                columns[i].missing.setMissing(row);
                values[row] = 0;
            }
        columns[i].values = ColumnValues(std::move(values));
    }
    return std::make_shared<const Dataset>("generated", "", std::move(columns));
}

ScoreTable::ScoreTable(const Preprocessor& preprocessor, bool weighted)
    : m_writer(scoreHeader(preprocessor, weighted)) {}

void ScoreTable::add(std::span<const Index> rows, const AnomalyScores& scores) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Index place = Index(i);
        m_writer.addCell(std::to_string(rows[i]));
        m_writer.addNumber(scores.shares.col(place).sum());
        m_writer.addNumber(scores.kl[place]);
        m_writer.addNumber(-scores.score[place]);
        for (Index column = 0; column < scores.shares.rows(); ++column)
            m_writer.addNumber(scores.shares(column, place));
        m_writer.endRow();
    }
}

std::string intervalsCsv(const Preprocessor& preprocessor, std::span<const ImputedCell> cells) {
    const std::vector<Column> columns = columnsOf(preprocessor);
    CsvWriter writer(std::vector<std::string>{"row", "column", "value", "probability", "lower", "upper"});
    for (const ImputedCell& cell : cells) {
        const Column& column = columns[cell.column];
        writer.addCell(std::to_string(cell.row));
        writer.addCell(column.name);
        writer.addCell(spelled(column, cell.value));
        writer.addNumber(cell.probability);
        writer.addCell(spelled(column, cell.lower));
        writer.addCell(spelled(column, cell.upper));
        writer.endRow();
    }
    return writer.text();
}

std::string completedCsv(std::span<const std::string> names, Index rows,
                         const std::function<std::string(std::size_t column, Index row)>& cellText,
                         std::span<const FilledCell> filled) {
    CsvWriter writer(names);
    std::vector<const FilledCell*> ofRow(names.size());
    auto next = filled.begin();
    for (Index row = 0; row < rows; ++row) {
        std::fill(ofRow.begin(), ofRow.end(), nullptr);
        for (; next != filled.end() && next->row == row; ++next)
            ofRow[next->column] = &*next;
        for (std::size_t i = 0; i < names.size(); ++i)
            writer.addCell(ofRow[i] ? ofRow[i]->text : cellText(i, row));
        writer.endRow();
    }
    return writer.text();
}

std::string completedCsv(const Dataset& dataset, const Preprocessor& preprocessor,
                         std::span<const ImputedCell> cells) {
    std::vector<std::string> names;
    for (const Column& column : dataset.columns())
        names.push_back(column.name);
    std::vector<FilledCell> filled;
    // How cells of a column are written, once it is needed.
    std::map<Index, Column> notation;
    for (const ImputedCell& cell : cells) {
        const Index column = preprocessor.columns()[cell.column].column;
        const auto [known, isNew] = notation.try_emplace(column);
        if (isNew) {
            const Column& own = dataset.column(column);
            known->second = {.name = own.name,
                             .type = own.type,
                             .values = {},
                             .missing = {},
                             .categories = own.categories,
                             .decimals = own.type == ColumnType::Number ? usualDecimals(own) : own.decimals,
                             .precision = own.precision,
                             .notation = own.notation};
        }
        filled.push_back(
            {.row = cell.row, .column = std::size_t(column), .text = spelled(known->second, cell.value)});
    }
    const auto cellText = [&dataset](std::size_t place, Index row) {
        const Column& column = dataset.columns()[place];
        return column.missing[std::size_t(row)] ? std::string()
                                                : exactText(column, column.values[std::size_t(row)]);
    };
    return completedCsv(names, dataset.rows(), cellText, filled);
}

}  // namespace latentscape
