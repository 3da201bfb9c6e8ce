#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/analysis/anomaly_ranking.h"
#include "core/analysis/baselines.h"
#include "core/analysis/column_effects.h"
#include "core/analysis/column_health.h"
#include "core/analysis/differences.h"
#include "core/analysis/latent_decoder.h"
#include "core/analysis/latent_health.h"
#include "core/analysis/neighbours.h"
#include "core/analysis/row_details.h"

namespace latentscape {

// What is on show of a model, as the text of a CSV file. Rows and latent dimensions are counted from 0.

/// The means of a snapshot, a line for each row of the table that it holds: `row`, `mean_0`, `mean_1` …
std::string latentsAsCsv(const LatentSnapshot& snapshot);

/// Rows beside what the model makes of them, a line for each cell, with the interval that holds 90 % of such
/// values. A row has at least the cells of the preprocessor's columns, and only these are written.
std::string reconstructionsCsv(const Dataset& dataset, const Preprocessor& preprocessor,
                               std::span<const RowReconstruction> rows);

/// A place of latent space, under a name, and what it decodes to.
struct NamedPlace {
    std::string name;
    Vector z;
    DecodedPlace decoded;
};

/// A line for each column at each place: its latent values, the most probable value with its probability, and
/// the interval that holds 90 % of the rows which the model expects there.
std::string decodedPlacesCsv(const Preprocessor& preprocessor, std::span<const NamedPlace> places);

/// What one latent dimension does to each column.
std::string effectsCsv(const Preprocessor& preprocessor, Index dimension,
                       std::span<const ColumnEffect> effects);

/// q(z | x) of one row.
std::string posteriorCsv(Index row, const Vector& mean, const Vector& deviation, const Vector& kl);

/// Rows near another one.
std::string neighboursCsv(Index row, std::span<const Neighbour> neighbours);

std::string latentHealthCsv(const LatentHealth& health);

/// `baselines` are of the same columns, or none.
std::string columnHealthCsv(std::span<const ColumnHealth> health, std::span<const ColumnBaseline> baselines);

/// Columns by how much they differ between two sets of rows, which are called `first` and `second`.
std::string differencesCsv(std::span<const ColumnDifference> differences, const std::string& first,
                           const std::string& second);

/// The strangest rows, in this order, as scoresCsv() writes all of them.
std::string strangestCsv(const Preprocessor& preprocessor, const AnomalyRanking& ranking, bool weighted);

}  // namespace latentscape
