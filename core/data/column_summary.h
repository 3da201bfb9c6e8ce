#pragma once

#include <memory>
#include <vector>

#include "core/data/dataset.h"

namespace latentscape {

/// What a column holds, in a few numbers: for a histogram and a line of text.
struct ColumnSummary {
    /// A category and the number of rows that have it.
    struct Share {
        Index category = 0;
        Index count = 0;

        bool operator==(const Share&) const = default;
    };

    Index rows = 0;
    Index missing = 0;
    /// Of the present numbers; 0 if there is none, and for categories.
    double minimum = 0;
    double mean = 0;
    double maximum = 0;
    /// How many numbers lie in each of equally wide parts of [lower, upper]; the last part includes its upper
    /// end. Empty for categories and where no number is present.
    std::vector<Index> bins;
    double lower = 0;
    double upper = 0;
    /// The most frequent categories, at most kTopCategories, most frequent first; as in the column where
    /// equal.
    std::vector<Share> top;
    /// How many categories some row has.
    Index categories = 0;

    Index present() const { return rows - missing; }
};

using ColumnSummaryPtr = std::shared_ptr<const ColumnSummary>;

inline constexpr int kHistogramBins = 24;
inline constexpr int kTopCategories = 8;

/// In two passes over the rows, into at most `bins` bins. Where all numbers are whole, each bin holds equally
/// many whole numbers and reaches from half below the first to half above the last of them. A column that
/// never varies gets a single bin.
ColumnSummary summarise(const Column& column, int bins = kHistogramBins);

/// The bin of `value`, which lies in [lower, upper].
std::size_t binOf(const ColumnSummary& summary, double value);

}  // namespace latentscape
