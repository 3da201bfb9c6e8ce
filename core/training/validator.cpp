#include "core/training/validator.h"

#include <algorithm>
#include <limits>

namespace latentscape {
namespace {

/// Columns that go through the decoder at once: enough for fast matrix products, few enough for the cache.
constexpr Index kChunkColumns = 128;
constexpr Index kChunksAtOnce = 4;
constexpr Index kMaxDraws = 8;
constexpr Index kDrawsInAll = 4096;

}  // namespace

Index validationDraws(Index rows) {
    return std::clamp<Index>((kDrawsInAll + rows - 1) / std::max<Index>(rows, 1), 1, kMaxDraws);
}

Validator::Validator(TrainingDataPtr data, std::shared_ptr<const Vae> vae, const Random& random,
                     WorkerTeam& team, double parallelThreshold)
    : m_data(std::move(data)),
      m_vae(std::move(vae)),
      m_random(random),
      m_team(team),
      m_parallelThreshold(parallelThreshold),
      m_chunks(std::size_t(kChunksAtOnce)) {
    const Index draws = validationDraws(Index(m_data->split.validation.size()));
    for (Chunk& chunk : m_chunks) {
        // The widest of both uses: chunks of rows with one draw, and of rows with several.
        m_vae->reserve(chunk.workspace, kChunkColumns, {});
        m_vae->reserve(chunk.workspace, kChunkColumns / draws, {.samples = draws});
        growColumns(chunk.x, m_vae->features(), kChunkColumns);
        if (m_data->table.hasMissing())
            growColumns(chunk.mask, m_vae->features(), kChunkColumns);
    }
}

Batch Validator::gather(std::span<const Index> rows, Chunk& chunk) const {
    m_data->table.gather(rows, chunk.x, chunk.mask);
    const Index count = Index(rows.size());
    return {.x = chunk.x.leftCols(count),
            .mask = chunk.mask.leftCols(m_data->table.hasMissing() ? count : 0)};
}

LossTerms Validator::evaluate(const Vector& parameters, const RowList& rows) {
    Progress progress;
    return *evaluateSome(parameters, rows, std::numeric_limits<double>::infinity(), progress);
}

std::optional<LossTerms> Validator::evaluateSome(const Vector& parameters, const RowList& rows,
                                                 double operations, Progress& progress) {
    const Index count = Index(rows.size());
    const Index draws = validationDraws(count);
    const Index chunkRows = kChunkColumns / draws;
    const Index chunks = (count + chunkRows - 1) / chunkRows;
    double done = 0;
    while (progress.chunks < chunks && done < operations) {
        const Index group = progress.chunks;
        const Index inGroup = std::min(kChunksAtOnce, chunks - group);
        const double work = 2.0 * double(parameters.size()) * double(inGroup * chunkRows * draws);
        m_team.forEach(int(inGroup), work >= m_parallelThreshold, [&](int i) {
            Chunk& chunk = m_chunks[std::size_t(i)];
            const Index first = (group + i) * chunkRows;
            const std::span<const Index> part =
                std::span(rows).subspan(std::size_t(first), std::size_t(std::min(chunkRows, count - first)));
            m_vae->reserve(chunk.workspace, chunkRows, {.samples = draws});
            const Batch batch = gather(part, chunk);
            m_vae->drawNoise(m_random, RandomStream::ValidationNoise, 0, part, chunk.workspace);
            chunk.sums = m_vae->forward(parameters, batch, chunk.workspace);
        });
        for (Index i = 0; i < inGroup; ++i)
            progress.sums += m_chunks[std::size_t(i)].sums;
        progress.chunks += inGroup;
        done += work;
    }
    if (progress.chunks < chunks)
        return std::nullopt;
    const double divisor = double(std::max<Index>(count, 1));
    return LossTerms{.reconstruction = progress.sums.reconstruction / divisor,
                     .kl = progress.sums.kl / divisor};
}

void Validator::encodeMeans(const Vector& parameters, std::span<const Index> rows, Matrix& means,
                            Index firstColumn) {
    const Index count = Index(rows.size());
    const Index chunks = (count + kChunkColumns - 1) / kChunkColumns;
    for (Index group = 0; group < chunks; group += kChunksAtOnce) {
        const Index inGroup = std::min(kChunksAtOnce, chunks - group);
        const double operations = double(parameters.size()) * double(inGroup * kChunkColumns);
        m_team.forEach(int(inGroup), operations >= m_parallelThreshold, [&](int i) {
            Chunk& chunk = m_chunks[std::size_t(i)];
            const Index first = (group + i) * kChunkColumns;
            const std::span<const Index> part =
                rows.subspan(std::size_t(first), std::size_t(std::min(kChunkColumns, count - first)));
            m_vae->reserve(chunk.workspace, kChunkColumns, {});
            m_vae->encode(parameters, gather(part, chunk), chunk.workspace);
            means.middleCols(firstColumn + first, Index(part.size())) =
                chunk.workspace.mean.leftCols(Index(part.size()));
        });
    }
}

}  // namespace latentscape
