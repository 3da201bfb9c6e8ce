#pragma once

#include <span>
#include <vector>

#include "core/support/matrix.h"
#include "core/support/random.h"

namespace latentscape {

/// Rows of a table by index.
using RowList = std::vector<Index>;

/// 0 … rows − 1
RowList allRows(Index rows);

/// Which rows a model learns from and which only judge it. Both ascending and disjoint; a row that is in
/// neither was left out.
struct Split {
    RowList training;
    RowList validation;

    bool operator==(const Split&) const = default;
};

/// Holds back round(rows.size() · validationShare) of `rows`, chosen by the seed, and always leaves at least
/// one row to train.
Split splitRows(std::span<const Index> rows, double validationShare, const Random& random);
/// The same for rows 0 … rows − 1.
Split splitRows(Index rows, double validationShare, const Random& random);

/// At most `count` of `rows`, which ascend, chosen by the seed; ascending.
RowList subsampleRows(std::span<const Index> rows, Index count, const Random& random);
/// The same for rows 0 … rows − 1.
RowList subsampleRows(Index rows, Index count, const Random& random);

/// Goes through the training rows in mini-batches, in an order that is new in each epoch and a function of
/// (seed, epoch) alone. The last batch of an epoch may be smaller; no row is dropped.
class MiniBatches {
public:
    /// At least one row.
    explicit MiniBatches(const RowList& rows, Random random);

    /// Goes to a place in an epoch.
    void seek(std::uint32_t epoch, Index position);
    /// The next rows, at most `batchSize`; never empty. Starts the next epoch when this one is used up. The
    /// view holds until the next call.
    std::span<const Index> next(Index batchSize);

    std::uint32_t epoch() const { return m_epoch; }
    /// Rows of this epoch already handed out.
    Index position() const { return m_position; }
    bool atEpochEnd() const { return m_position == Index(m_order.size()); }

private:
    RowList m_rows;
    Random m_random;
    RowList m_order;
    std::uint32_t m_epoch = 0;
    Index m_position = 0;
};

}  // namespace latentscape
