#pragma once

#include <span>

#include "core/support/matrix.h"

namespace latentscape {

/// Some rows of a table, to fit on or to judge. Views: what they show must outlive them.
struct RowSelection {
    /// features × all rows.
    ConstMatrixRef values;
    /// As `values`: 1 where a cell is present, 0 where it is missing; 0 × 0 when none is missing. What a
    /// missing cell holds is never looked at.
    ConstMatrixRef mask;
    std::span<const Index> rows;

    Index features() const { return values.rows(); }
    Index count() const { return Index(rows.size()); }
    bool hasMissing() const { return mask.size() != 0; }
};

/// First and second moments of some rows, in double.
struct DataMoments {
    Index rows = 0;
    /// Of the present cells of each feature; 0 where all are missing.
    Eigen::VectorXd mean;
    /// features × features, divided by the number of rows (not less one). A missing cell stands at the
    /// column's mean, so that it adds nothing.
    Eigen::MatrixXd covariance;
};

DataMoments moments(const RowSelection& selection);

/// Mean of the present cells of each feature; 0 where all are missing.
Eigen::VectorXd presentMeans(const RowSelection& selection);

/// Rows first … first + centred.cols() − 1 of the selection less `mean`, features × rows; 0 where a cell is
/// missing.
void centreRows(const RowSelection& selection, const Eigen::VectorXd& mean, Index first,
                Eigen::Ref<Eigen::MatrixXd> centred);

/// Rows to take at once, so that a chunk of them stays in the cache and never takes much memory.
Index chunkRows(Index features);

}  // namespace latentscape
