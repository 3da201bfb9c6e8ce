#include "core/training/batch_gradient.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace latentscape {
namespace {

/// A shard has about this many rows, so that its matrix products are large enough to be fast; a mini-batch
/// has at most so many shards.
constexpr Index kShardRows = 64;
constexpr Index kMaxShards = 8;
/// At most so many outputs of a weight are one panel.
constexpr Index kPanelOutputs = 128;

Index shardCount(Index rows) {
    return std::clamp<Index>(rows / kShardRows, 1, kMaxShards);
}

/// Strip by strip in Scalar, which the processor does in wide registers, and these sums in double.
double squaredNorm(const Vector& vector, ParameterRange range) {
    constexpr Index kStripLength = 1024;
    double squares = 0;
    for (Index done = 0; done < range.size; done += kStripLength)
        squares += double(
            vector.segment(range.offset + done, std::min(kStripLength, range.size - done)).squaredNorm());
    return squares;
}

}  // namespace

BatchGradient::BatchGradient(TrainingDataPtr data, std::shared_ptr<const Vae> vae, const Random& random,
                             WorkerTeam& team, double parallelThreshold)
    : m_data(std::move(data)),
      m_vae(std::move(vae)),
      m_random(random),
      m_team(team),
      m_parallelThreshold(parallelThreshold),
      m_klWeights(Vector::Ones(m_vae->latent())),
      m_gradient(Vector::Zero(m_vae->layout().size())) {
    for (Index weight = 0; weight < m_vae->weights(); ++weight) {
        const Index outputs = m_vae->weightOutputs(weight);
        const Index panels = (outputs + kPanelOutputs - 1) / kPanelOutputs;
        for (Index i = 0; i < panels; ++i) {
            const Index first = outputs * i / panels;
            m_panels.push_back(
                {.weight = weight, .first = first, .count = outputs * (i + 1) / panels - first});
        }
    }
    shareOutPanels();
}

void BatchGradient::shareOutPanels() {
    const auto size = [&](const Panel& panel) {
        return double(m_vae->weightInputs(panel.weight)) * double(panel.count);
    };
    double total = 0;
    for (const Panel& panel : m_panels)
        total += size(panel);
    m_shares = {0};
    double before = 0;
    for (std::size_t i = 0; i < m_panels.size(); ++i) {
        // A new share begins where its panel's middle lies beyond the equal part.
        const double due = total * double(m_shares.size()) / double(m_team.threads());
        if (i > 0 && before + 0.5 * size(m_panels[i]) >= due)
            m_shares.push_back(i);
        before += size(m_panels[i]);
    }
    m_shares.push_back(m_panels.size());
}

void BatchGradient::reserve(Index rows, Index shards, const BatchObjective& objective) {
    if (Index(m_shards.size()) < shards)
        m_shards.resize(std::size_t(shards));
    // Shards are at most one row larger than the mean; those of a smaller batch may be larger than these, as
    // there are fewer of them.
    const Index capacity = std::max(rows / shards + 1, std::min(rows, 2 * kShardRows));
    for (Index i = 0; i < shards; ++i) {
        Shard& shard = m_shards[std::size_t(i)];
        m_vae->reserve(shard.workspace, capacity,
                       {.samples = objective.importanceSamples, .dropout = objective.dropout});
        growColumns(shard.x, m_vae->features(), capacity);
        if (m_data->table.hasMissing())
            growColumns(shard.mask, m_vae->features(), capacity);
    }
}

Batch BatchGradient::batchOf(Shard& shard) const {
    const Index count = Index(shard.rows.size());
    return {.x = shard.x.leftCols(count),
            .mask = shard.mask.leftCols(m_data->table.hasMissing() ? count : 0)};
}

void BatchGradient::forward(Shard& shard, const Vector& parameters, std::uint32_t epoch,
                            const BatchObjective& objective) {
    VaeWorkspace& workspace = shard.workspace;
    m_data->table.gather(shard.rows, shard.x, shard.mask);
    m_vae->drawNoise(m_random, RandomStream::TrainingNoise, epoch, shard.rows, workspace);
    if (objective.dropout > 0)
        m_vae->drawDropout(m_random, epoch, shard.rows, objective.dropout, workspace);
    shard.sums = m_vae->forward(parameters, batchOf(shard), workspace);
}

LossSums BatchGradient::compute(const Vector& parameters, std::span<const Index> rows, std::uint32_t epoch,
                                const BatchObjective& objective) {
    const Index count = Index(rows.size());
    const Index shards = shardCount(count);
    reserve(count, shards, objective);
    // Forward and twice as much backward; each product of a weight with a row is two operations.
    m_parallel = 6.0 * double(parameters.size()) * double(count) * double(objective.importanceSamples) >=
                 m_parallelThreshold;
    for (Index i = 0; i < shards; ++i) {
        const std::size_t first = rows.size() * std::size_t(i) / std::size_t(shards);
        const std::size_t last = rows.size() * std::size_t(i + 1) / std::size_t(shards);
        m_shards[std::size_t(i)].rows = rows.subspan(first, last - first);
    }
    m_team.forEach(int(shards), m_parallel,
                   [&](int i) { forward(m_shards[std::size_t(i)], parameters, epoch, objective); });
    LossSums sums;
    for (Index i = 0; i < shards; ++i)
        sums += m_shards[std::size_t(i)].sums;
    setKlWeights(count, shards, objective);
    const Scalar scale = Scalar(1) / Scalar(count);
    m_team.forEach(int(shards), m_parallel, [&](int i) {
        Shard& shard = m_shards[std::size_t(i)];
        m_vae->propagateBack(parameters, batchOf(shard), m_klWeights, scale, shard.workspace);
    });
    finishLoss(count, shards, objective, sums);
    forEachPanel([&](Panel& panel) { writePanel(panel, shards); });
    writeNoise(shards);
    return sums;
}

void BatchGradient::setKlWeights(Index rows, Index shards, const BatchObjective& objective) {
    m_klWeights.setConstant(Scalar(objective.beta));
    m_loss = 0;
    for (Index j = 0; j < m_klWeights.size(); ++j) {
        double kl = 0;
        for (Index i = 0; i < shards; ++i)
            kl += m_shards[std::size_t(i)].workspace.klPerDimension[j];
        kl /= double(rows);
        const bool held = objective.freeBits > 0 && kl < objective.freeBits;
        if (held)
            m_klWeights[j] = 0;
        // The importance weights hold the KL of all others.
        if (held || objective.importanceSamples == 1)
            m_loss += objective.beta * std::max(kl, objective.freeBits);
    }
}

void BatchGradient::finishLoss(Index rows, Index shards, const BatchObjective& objective,
                               const LossSums& sums) {
    double rest = sums.reconstruction;
    if (objective.importanceSamples > 1) {
        rest = 0;
        for (Index i = 0; i < shards; ++i)
            rest -= m_shards[std::size_t(i)].workspace.logMeanWeights;
    }
    m_loss += rest / double(rows);
}

void BatchGradient::writePanel(Panel& panel, Index shards) {
    for (Index i = 0; i < shards; ++i) {
        Shard& shard = m_shards[std::size_t(i)];
        panel.written = m_vae->weightGradient(panel.weight, panel.first, panel.count, batchOf(shard),
                                              shard.workspace, i > 0, m_gradient);
    }
    panel.squaredNorm = squaredNorm(m_gradient, panel.written[0]) + squaredNorm(m_gradient, panel.written[1]);
}

void BatchGradient::writeNoise(Index shards) {
    for (Index i = 0; i < shards; ++i)
        m_vae->noiseGradient(m_shards[std::size_t(i)].workspace, i > 0, m_gradient);
    double squares = 0;
    for (const Panel& panel : m_panels)
        squares += panel.squaredNorm;
    for (const Vae::Part& part : m_vae->parts()) {
        const ParameterBlock& noise = m_vae->layout().block(part.noiseBlock);
        squares += squaredNorm(m_gradient, {noise.offset, noise.size()});
    }
    m_norm = std::sqrt(squares);
}

}  // namespace latentscape
