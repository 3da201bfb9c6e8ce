#pragma once

#include "core/analysis/anomaly.h"
#include "core/analysis/model_tables.h"
#include "core/support/progress.h"

namespace latentscape {

/// The rows of a table by how unlikely the model finds them, the strangest first.
struct AnomalyRanking {
    /// All rows.
    RowList order;
    /// Of each row of the table, in nats; see AnomalyScores.
    Eigen::VectorXd score;
    /// Of the first kMostExplained rows of `order`, in that order.
    AnomalyScores explained;
    /// The mean share of each column over all rows that have a finite one: what is usual.
    Eigen::VectorXd usualShares;

    /// The columns that make the row at `place` of `explained` stranger than others, by how far their shares
    /// lie above the usual ones: places in the preprocessor's columns, at most `count`.
    std::vector<std::size_t> blamed(Index place, std::size_t count) const;
};

/// Shares take memory for each column, so that only so many rows get them.
inline constexpr Index kMostExplained = 1000;

/// Rows without a finite score stand first. Throws Error(Cancelled).
AnomalyRanking rankAnomalies(const Preprocessor& preprocessor, const EncodedTable& table,
                             const ModelSnapshot& model, const AnomalyOptions& options = {},
                             const Progress& progress = {});

/// The same rows in the order of the table with each column's share, as the text of a CSV file.
std::string scoresCsv(const Preprocessor& preprocessor, const EncodedTable& table, const ModelSnapshot& model,
                      const AnomalyOptions& options = {}, const Progress& progress = {});

}  // namespace latentscape
