#include "tests/support/standardised.h"

#include <cmath>
#include <limits>

namespace latentscape::testing {

std::vector<Index> everyRow(Index count, Index first, Index step) {
    std::vector<Index> rows;
    for (Index row = first; row < count; row += step)
        rows.push_back(row);
    return rows;
}

TestTable tableOf(Matrix values) {
    TestTable table{.values = std::move(values), .mask = {}, .rows = {}};
    table.rows = everyRow(table.values.cols());
    return table;
}

TestTable standardisedSample(const std::string& name) {
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

void hideCells(TestTable& table, Index every) {
    table.mask = Matrix::Ones(table.values.rows(), table.values.cols());
    for (Index row = 0; row < table.values.cols(); ++row)
        for (Index feature = 0; feature < table.values.rows(); ++feature)
            if ((7 * row + 3 * feature) % every == 0) {
                table.mask(feature, row) = 0;
                table.values(feature, row) = std::numeric_limits<Scalar>::quiet_NaN();
            }
}

}  // namespace latentscape::testing
