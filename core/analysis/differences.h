#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/analysis/sampling.h"
#include "core/data/dataset.h"
#include "core/data/preprocessor.h"
#include "core/support/progress.h"
#include "core/training/snapshot.h"

namespace latentscape {

/// What two sets of rows hold in one column, where they differ in some way.
struct ColumnDifference {
    enum class Kind {
        Numbers,     ///< which of both has the higher values
        Categories,  ///< how often each category occurs
        Missing,     ///< how often there is no value
    };

    /// How often something occurs in both sets.
    struct Share {
        /// Place in the column's categories; -1 for all others together.
        Index category = 0;
        Index first = 0;
        Index second = 0;
    };

    /// One set's numbers.
    struct Numbers {
        double median = 0;
        double mean = 0;
        /// How many lie in each of equally wide parts of [lower, upper]; what lies beyond counts in the
        /// outermost.
        std::vector<Index> bins;
    };

    std::string name;
    /// Place in the table.
    Index column = 0;
    Kind kind = Kind::Numbers;
    /// Of numbers Cliff's delta, above 0 where the first set has the higher ones; of categories and missing
    /// cells Cramér's V. See two_sample_tests.h.
    double effect = 0;
    double p = 1;
    /// `p` of all columns together: see adjustedForManyTests().
    double correctedP = 1;
    /// Rows with a value; all rows where missing cells are compared.
    Index firstRows = 0;
    Index secondRows = 0;
    /// Of numbers: both sets over one range, which holds all but kBeyondPicture of them at each end.
    Numbers first;
    Numbers second;
    double lower = 0;
    double upper = 0;
    /// Of categories the most frequent, at most kMostShownCategories, then all others; of missing cells one:
    /// category 0, the missing ones.
    std::vector<Share> shares;

    bool isSignificant() const { return correctedP < kSignificant; }

    static constexpr double kSignificant = 0.05;
    static constexpr double kBeyondPicture = 0.005;
    static constexpr std::size_t kMostShownCategories = 8;
    static constexpr std::size_t kBins = 24;
};

/// Columns by how much two sets of rows differ in them: significant ones first, then by effect. A column with
/// missing cells stands there twice, as a missing value is a difference, too. Text columns and columns in
/// which all these rows are alike are left out. `first` and `second` ascend and share no row; nothing is
/// compared where one is empty.
///
/// Throws Error(Cancelled).
std::vector<ColumnDifference> dataDifferences(const Dataset& dataset, std::span<const Index> first,
                                              std::span<const Index> second, const Progress& progress = {});

/// The same of what the model makes of these rows: values decoded at the posterior means, in original units,
/// none of them missing. Of a set whose values would not fit into kMostReconstructedCells, a fixed sub-sample
/// of rows is taken.
std::vector<ColumnDifference> reconstructionDifferences(const Preprocessor& preprocessor,
                                                        const EncodedTable& table, const ModelSnapshot& model,
                                                        std::span<const Index> first,
                                                        std::span<const Index> second,
                                                        const Progress& progress = {});
inline constexpr Index kMostReconstructedCells = 10'000'000;

/// Rows that a model made up beside those of the table: what is higher or more frequent in the made-up ones.
/// Nothing is missing in them, so only present cells are compared.
std::vector<ColumnDifference> generatedDifferences(const Dataset& dataset, const Preprocessor& preprocessor,
                                                   std::span<const Index> rows,
                                                   const GeneratedRows& generated);

}  // namespace latentscape
