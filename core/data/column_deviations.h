#pragma once

#include <vector>

#include "core/data/dataset.h"

namespace latentscape {

/// How far a cell lies from what is usual in its column.
struct ColumnDeviation {
    Index column = 0;
    /// Standard deviations from the mean, with sign. A category counts by its indicator, which is 1 for rows
    /// that have it: √((1 − p) / p) for one that the share p of rows has.
    double deviation = 0;

    bool operator==(const ColumnDeviation&) const = default;
};

/// What is usual in each column of a table, told from at most `kMostRows` rows spread over it.
class ColumnDeviations {
public:
    static constexpr Index kMostRows = 20'000;

    explicit ColumnDeviations(DatasetPtr dataset);

    const DatasetPtr& dataset() const { return m_dataset; }

    /// The columns in which the row stands out most, largest deviation first, at most `count`. Missing cells,
    /// columns that never vary and columns of free text are left out.
    std::vector<ColumnDeviation> top(Index row, std::size_t count) const;

private:
    struct Usual {
        double mean = 0;
        /// 0 if the column says nothing about a row.
        double deviation = 0;
        /// Rows that have each category.
        std::vector<Index> counts;
        Index present = 0;
    };

    double deviation(Index column, Index row) const;

    DatasetPtr m_dataset;
    std::vector<Usual> m_usual;
};

}  // namespace latentscape
