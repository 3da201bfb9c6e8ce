#pragma once

#include <span>
#include <vector>

#include "core/analysis/sampling.h"
#include "core/data/dataset.h"
#include "core/data/preprocessor.h"

namespace latentscape {

/// Pearson's correlation of each pair of columns, columns × columns, from the rows that have both; NaN is
/// missing. 0 where one of the two does not vary in these rows. `values` is columns × rows.
Eigen::MatrixXd correlations(const Eigen::MatrixXd& values);

/// How the columns of a table go together, beside the same of rows that a model made up.
struct CorrelationPair {
    struct Difference {
        std::size_t one = 0;
        std::size_t other = 0;
        double real = 0;
        double generated = 0;
    };

    /// Numbers and yes/no columns that the model learns, at most kMostCorrelated; places in the
    /// preprocessor's columns.
    std::vector<std::size_t> columns;
    Eigen::MatrixXd real;
    Eigen::MatrixXd generated;

    /// The pairs of `columns` (places in it) that differ most, at most `count`.
    std::vector<Difference> largest(std::size_t count) const;
};
inline constexpr std::size_t kMostCorrelated = 100;

CorrelationPair compareCorrelations(const Dataset& dataset, const Preprocessor& preprocessor,
                                    std::span<const Index> rows, const GeneratedRows& generated);

}  // namespace latentscape
