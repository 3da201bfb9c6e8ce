#pragma once

#include "core/data/encoded_column.h"
#include "core/model/vae.h"

namespace latentscape {

/// How well one column is reconstructed from the posterior means.
struct ColumnFit {
    /// 1 − (squared error of the reconstruction) / (squared deviation from the column's mean over these
    /// rows), in encoded units, over all features of the column and its present cells. 0 when the column does
    /// not vary over these rows, and then it counts in no mean.
    double r2 = 0;
    bool varies = true;
};

/// Adds up how far reconstructions are from rows that come in chunks.
class ReconstructionSums {
public:
    explicit ReconstructionSums(Index features);

    /// Some rows more, and E[x | z] of them, features × rows.
    void add(const Batch& batch, const ConstMatrixRef& expectation);

    /// Of a column with features.
    ColumnFit fitOf(const EncodedColumn& column) const;
    /// Standard deviation of a column's present cells, in encoded units.
    double deviationOf(const EncodedColumn& column) const;

private:
    double squaredDeviation(const EncodedColumn& column) const;

    // One a feature.
    Eigen::ArrayXd m_squaredErrors;
    Eigen::ArrayXd m_x;
    Eigen::ArrayXd m_xSquares;
    Eigen::ArrayXd m_present;
};

}  // namespace latentscape
