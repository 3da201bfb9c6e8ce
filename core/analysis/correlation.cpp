#include "core/analysis/correlation.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace latentscape {

Eigen::MatrixXd correlations(const Eigen::MatrixXd& values) {
    const Eigen::MatrixXd present =
        values.unaryExpr([](double value) { return std::isnan(value) ? 0.0 : 1.0; });
    Eigen::MatrixXd centred = values.unaryExpr([](double value) { return std::isnan(value) ? 0.0 : value; });
    // About their means and in units of the largest deviation, so that the sums keep their digits.
    for (Index i = 0; i < values.rows(); ++i) {
        const double count = std::max(1.0, present.row(i).sum());
        const double mean = (centred.row(i) / count).sum();
        centred.row(i) = (centred.row(i).array() - mean) * present.row(i).array();
        const double largest = centred.row(i).size() > 0 ? centred.row(i).cwiseAbs().maxCoeff() : 0;
        // What rounding alone leaves of a constant.
        if (largest > 1e-12 * std::abs(mean))
            centred.row(i) /= largest;
        else
            centred.row(i).setZero();
    }
    const Eigen::MatrixXd counts = present * present.transpose();
    // Of column i over the rows that have i and j.
    const Eigen::MatrixXd sums = centred * present.transpose();
    const Eigen::MatrixXd squares = centred.cwiseAbs2() * present.transpose();
    const Eigen::MatrixXd products = centred * centred.transpose();
    Eigen::MatrixXd result(values.rows(), values.rows());
    for (Index i = 0; i < values.rows(); ++i)
        for (Index j = 0; j < values.rows(); ++j) {
            const double count = std::max(1.0, counts(i, j));
            const double variance = squares(i, j) - sums(i, j) * sums(i, j) / count;
            const double other = squares(j, i) - sums(j, i) * sums(j, i) / count;
            const double common = products(i, j) - sums(i, j) * sums(j, i) / count;
            const bool vary = variance > 1e-12 && other > 1e-12;
            result(i, j) = vary ? std::clamp(common / std::sqrt(variance * other), -1.0, 1.0) : 0;
        }
    return result;
}

std::vector<CorrelationPair::Difference> CorrelationPair::largest(std::size_t count) const {
    std::vector<Difference> differences;
    for (std::size_t one = 0; one < columns.size(); ++one)
        for (std::size_t other = one + 1; other < columns.size(); ++other)
            differences.push_back({.one = one,
                                   .other = other,
                                   .real = real(Index(one), Index(other)),
                                   .generated = generated(Index(one), Index(other))});
    const std::size_t kept = std::min(count, differences.size());
    std::ranges::partial_sort(
        differences, differences.begin() + std::ptrdiff_t(kept), std::ranges::greater(),
        [](const Difference& difference) { return std::abs(difference.real - difference.generated); });
    differences.resize(kept);
    return differences;
}

CorrelationPair compareCorrelations(const Dataset& dataset, const Preprocessor& preprocessor,
                                    std::span<const Index> rows, const GeneratedRows& generated) {
    CorrelationPair pair;
    for (std::size_t place = 0; place < preprocessor.columns().size(); ++place) {
        const EncodedColumn& column = preprocessor.columns()[place];
        const bool isOrdered = column.hasNumbers() || column.type == ColumnType::Binary;
        if (column.features > 0 && isOrdered && pair.columns.size() < kMostCorrelated)
            pair.columns.push_back(place);
    }
    const Index columns = Index(pair.columns.size());
    Eigen::MatrixXd real(columns, Index(rows.size()));
    Eigen::MatrixXd made(columns, generated.values.cols());
    for (Index i = 0; i < columns; ++i) {
        const std::size_t place = pair.columns[std::size_t(i)];
        const Column& column = dataset.column(preprocessor.columns()[place].column);
        for (Index row = 0; row < real.cols(); ++row) {
            const std::size_t tableRow = std::size_t(rows[std::size_t(row)]);
            real(i, row) =
                column.missing[tableRow] ? std::numeric_limits<double>::quiet_NaN() : column.values[tableRow];
        }
        made.row(i) = generated.values.row(Index(place));
    }
    pair.real = correlations(real);
    pair.generated = correlations(made);
    return pair;
}

}  // namespace latentscape
