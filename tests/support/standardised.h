#pragma once

#include <cmath>
#include <numeric>
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

inline std::vector<Index> everyRow(Index count, Index first = 0, Index step = 1) {
    std::vector<Index> rows;
    for (Index row = first; row < count; row += step)
        rows.push_back(row);
    return rows;
}

inline TestTable tableOf(Matrix values) {
    TestTable table{.values = std::move(values), .mask = {}, .rows = {}};
    table.rows = everyRow(table.values.cols());
    return table;
}

/// The inputs of a sample, all rows: each column with mean 0 and standard deviation 1 (ddof = 0); pixels of
/// the digits divided by 16 instead.
inline TestTable standardisedSample(const std::string& name) {
    const DatasetPtr dataset = readSample(name);
    const ColumnRoles roles = assignRoles(*dataset);
    Matrix values(Index(roles.inputs.size()), dataset->rows());
    for (std::size_t i = 0; i < roles.inputs.size(); ++i) {
        const ColumnValues& cellValues = dataset->column(roles.inputs[i]).values;
        const std::vector<double> column(cellValues.begin(), cellValues.end());
        const Eigen::Map<const Eigen::ArrayXd> cells(column.data(), Index(column.size()));
        const double mean = cells.mean();
        const double deviation = std::sqrt((cells - mean).square().mean());
        const Eigen::ArrayXd scaled =
            roles.image ? Eigen::ArrayXd(cells / 16) : Eigen::ArrayXd((cells - mean) / deviation);
        values.row(Index(i)) = scaled.cast<Scalar>().matrix().transpose();
    }
    return tableOf(std::move(values));
}

/// A cell is missing where (7 · row + 3 · feature) mod `every` is 0; what lies there is poison.
inline void hideCells(TestTable& table, Index every) {
    table.mask = Matrix::Ones(table.values.rows(), table.values.cols());
    for (Index row = 0; row < table.values.cols(); ++row)
        for (Index feature = 0; feature < table.values.rows(); ++feature)
            if ((7 * row + 3 * feature) % every == 0) {
                table.mask(feature, row) = 0;
                table.values(feature, row) = std::numeric_limits<Scalar>::quiet_NaN();
            }
}

}  // namespace latentscape::testing
