#pragma once

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "core/support/parallel.h"
#include "core/training/training_data.h"

namespace latentscape {

/// What is minimised, for one mini-batch.
struct BatchObjective {
    /// KL weight.
    double beta = 1;
    /// Nats per latent dimension, mean over the batch, below which KL has no gradient (Kingma et al. 2016).
    double freeBits = 0;
    /// More than one: the importance-weighted bound.
    Index importanceSamples = 1;
    /// Share of hidden units that are dropped.
    double dropout = 0;
};

/// Loss and gradient of one mini-batch after the other. A batch is cut into shards, whose number depends on
/// the batch alone and which are added up in a fixed order, so that the result does not depend on the number
/// of threads.
class BatchGradient {
public:
    /// The team is used by one caller at a time; steps of fewer than `parallelThreshold` floating-point
    /// operations do not use it.
    BatchGradient(TrainingDataPtr data, std::shared_ptr<const Vae> vae, const Random& random,
                  WorkerTeam& team, double parallelThreshold);

    /// Sums of the loss terms over `rows`; then gradient() is that of the objective's mean over them.
    /// Allocates nothing unless a batch is larger than any before, or the objective needs more room.
    LossSums compute(const Vector& parameters, std::span<const Index> rows, std::uint32_t epoch,
                     const BatchObjective& objective);

    Vector& gradient() { return m_gradient; }
    /// The objective's mean over the rows of the last compute(), in nats per row: reconstruction + β · Σ_j
    /// max(free bits, KL_j), or with several samples −log mean w, where a dimension below the free bits
    /// counts with these too.
    double loss() const { return m_loss; }
    /// Its Euclidean norm.
    double norm() const { return m_norm; }
    /// Whether the last compute() was shared out over the team.
    bool isParallel() const { return m_parallel; }

    /// Calls work(range) for stretches that cover all parameters, each by the thread that computed its
    /// gradient, in whose cache it still lies.
    template <class Work>
    void forEachStretch(const Work& work) {
        forEachPanel([&](Panel& panel) {
            for (const ParameterRange& range : panel.written)
                work(range);
        });
        for (const Vae::Part& part : m_vae->parts()) {
            const ParameterBlock& noise = m_vae->layout().block(part.noiseBlock);
            work(ParameterRange{noise.offset, noise.size()});
        }
    }

private:
    /// Some outputs of one weight, whose gradient one thread computes from all shards, one after the other:
    /// it stays in that core's cache meanwhile, and is written once.
    struct Panel {
        Index weight = 0;
        Index first = 0;
        Index count = 0;
        /// Weights and biases.
        std::array<ParameterRange, 2> written = {};
        double squaredNorm = 0;
    };

    /// A fixed share of a mini-batch's rows.
    struct Shard {
        VaeWorkspace workspace;
        Matrix x;
        Matrix mask;
        LossSums sums;
        std::span<const Index> rows;
    };

    /// Calls work(panel) for each panel: consecutive ones, about equally much of them, on each thread.
    template <class Work>
    void forEachPanel(const Work& work) {
        m_team.forEach(int(m_shares.size()) - 1, m_parallel, [&](int share) {
            for (std::size_t i = m_shares[std::size_t(share)]; i < m_shares[std::size_t(share) + 1]; ++i)
                work(m_panels[i]);
        });
    }

    void reserve(Index rows, Index shards, const BatchObjective& objective);
    Batch batchOf(Shard& shard) const;
    void forward(Shard& shard, const Vector& parameters, std::uint32_t epoch,
                 const BatchObjective& objective);
    /// Also begins the loss with what the KL of each dimension costs.
    void setKlWeights(Index rows, Index shards, const BatchObjective& objective);
    void finishLoss(Index rows, Index shards, const BatchObjective& objective, const LossSums& sums);
    void shareOutPanels();
    void writePanel(Panel& panel, Index shards);
    void writeNoise(Index shards);

    TrainingDataPtr m_data;
    std::shared_ptr<const Vae> m_vae;
    Random m_random;
    WorkerTeam& m_team;
    double m_parallelThreshold;
    bool m_parallel = false;
    std::vector<Shard> m_shards;
    /// β of each latent dimension.
    Vector m_klWeights;
    Vector m_gradient;
    std::vector<Panel> m_panels;
    /// The first panel of each thread, and the end.
    std::vector<std::size_t> m_shares;
    double m_norm = 0;
    double m_loss = 0;
};

}  // namespace latentscape
