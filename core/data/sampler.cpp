#include "core/data/sampler.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace latentscape {

RowList allRows(Index rows) {
    RowList list(std::size_t(std::max(rows, Index(0))));
    std::iota(list.begin(), list.end(), Index(0));
    return list;
}

Split splitRows(std::span<const Index> rows, double validationShare, const Random& random) {
    RowList shuffled(rows.begin(), rows.end());
    random.shuffle(RandomStream::Split, 0, shuffled);
    const double wanted = std::round(double(rows.size()) * std::clamp(validationShare, 0.0, 1.0));
    const auto heldBack = std::ptrdiff_t(std::clamp(wanted, 0.0, std::max(double(rows.size()) - 1, 0.0)));
    Split split{.training = RowList(shuffled.begin() + heldBack, shuffled.end()),
                .validation = RowList(shuffled.begin(), shuffled.begin() + heldBack)};
    std::sort(split.training.begin(), split.training.end());
    std::sort(split.validation.begin(), split.validation.end());
    return split;
}

Split splitRows(Index rows, double validationShare, const Random& random) {
    return splitRows(allRows(rows), validationShare, random);
}

RowList subsampleRows(std::span<const Index> rows, Index count, const Random& random) {
    RowList sample(rows.begin(), rows.end());
    if (count >= Index(sample.size()))
        return sample;
    random.shuffle(RandomStream::Subsample, 0, sample);
    sample.resize(std::size_t(std::max(count, Index(0))));
    std::sort(sample.begin(), sample.end());
    return sample;
}

RowList subsampleRows(Index rows, Index count, const Random& random) {
    return subsampleRows(allRows(rows), count, random);
}

MiniBatches::MiniBatches(const RowList& rows, Random random) : m_rows(rows), m_random(random) {
    assert(!m_rows.empty());
    seek(0, 0);
}

void MiniBatches::seek(std::uint32_t epoch, Index position) {
    m_epoch = epoch;
    m_position = std::clamp(position, Index(0), Index(m_rows.size()));
    m_order = m_rows;
    m_random.shuffle(RandomStream::Shuffle, m_epoch, m_order);
}

std::span<const Index> MiniBatches::next(Index batchSize) {
    if (atEpochEnd())
        seek(m_epoch + 1, 0);
    const Index size = std::min(std::max(batchSize, Index(1)), Index(m_order.size()) - m_position);
    const std::span<const Index> batch(m_order.data() + m_position, std::size_t(size));
    m_position += size;
    return batch;
}

}  // namespace latentscape
