#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/data/sampler.h"
#include "core/support/parallel.h"
#include "core/training/metrics_history.h"
#include "core/training/optimizer.h"
#include "core/training/snapshot.h"
#include "core/training/training_data.h"

namespace latentscape {

/// Everything that changes while training. Two trainers over the same data with equal states go on alike, bit
/// for bit.
struct TrainerState {
    Hyperparameters hyperparameters;
    Vector parameters;
    AdamState adam;
    std::int64_t step = 0;
    /// Place in the data: epochs completed, and rows of the current one already used.
    std::uint32_t epoch = 0;
    Index position = 0;
};

/// What one step did.
struct StepReport {
    enum class Outcome {
        Stepped,
        EpochEnded,  ///< also stepped
        Diverged,    ///< nothing was learned; the parameters are back at their last finite state
    };
    Outcome outcome = Outcome::Stepped;
    /// Rows of the mini-batch.
    Index rows = 0;
    /// Of the mini-batch, before the step.
    LossTerms terms;
    double gradientNorm = 0;
};

/// What applying a hyperparameter led to.
enum class ApplyResult { Applied, NeedsRestart };

/// Trains one model on one table. The loop belongs to the caller; the trainer knows no clock, no thread but
/// those of its own step, and nobody who watches.
class Trainer {
public:
    struct Options {
        /// Threads that share one step. The result does not depend on it.
        int threads = 1;
        /// Steps of fewer floating-point operations stay on the caller's thread: waking others would cost
        /// more.
        double parallelThreshold = 3e7;
    };

    /// Throws Error(HyperparameterOutOfRange, OutOfMemory, …) when the hyperparameters cannot be used.
    Trainer(TrainingDataPtr data, const Hyperparameters& hyperparameters, Options options);

    /// One mini-batch: loss, gradient, update. Once it has seen the largest batch it allocates nothing but
    /// room for its records, and for Eigen's packed operands where they exceed EIGEN_STACK_ALLOCATION_LIMIT
    /// (layers of more than about 600 units).
    StepReport step();

    /// Sets one hyperparameter. A live one counts from the next step on and is recorded as an edit; one that
    /// needs a restart changes nothing. Throws what setHyperparameter throws.
    ApplyResult apply(const HyperparameterSpec& spec, const HyperparameterValue& value);

    /// Mean terms over `rows` with one fixed ε a row, in nats per row.
    LossTerms evaluate(const RowList& rows);

    /// Posterior means of `rows` into the columns of `means` from `firstColumn` on.
    void encodeMeans(std::span<const Index> rows, Matrix& means, Index firstColumn);

    /// A copy of the parameters for views.
    std::shared_ptr<const ModelSnapshot> modelSnapshot() const;

    /// The records and edits since the last call.
    MetricsHistory takeHistory();

    const TrainerState& state() const { return m_state; }
    const TrainingData& data() const { return *m_data; }
    const std::shared_ptr<const Vae>& vae() const { return m_vae; }
    const Hyperparameters& hyperparameters() const { return m_state.hyperparameters; }
    /// Epochs trained, with fraction.
    double epochsTrained() const;
    /// True when the epochs that were asked for are done.
    bool finished() const { return std::int64_t(m_state.epoch) >= m_state.hyperparameters.epochs; }
    /// Why the last step did not count, after Outcome::Diverged.
    const std::optional<Problem>& divergence() const { return m_divergence; }

private:
    /// One shard of a mini-batch: a fixed share of its rows, whatever the number of threads.
    struct Shard {
        VaeWorkspace workspace;
        Matrix x;
        Matrix mask;
        Vector gradient;
        LossSums sums;
    };

    /// Sums over the steps since the last training record.
    struct Interval {
        std::int64_t steps = 0;
        Index rows = 0;
        LossSums sums;
        double gradientNorm = 0;
    };

    /// Where to go back to when training diverges.
    struct FiniteState {
        Vector parameters;
        AdamState adam;
        double epoch = 0;
    };

    void reserveShards(Index rows);
    /// Calls work(0) … work(parts − 1), on several threads if that pays.
    template <class Work>
    void shareOut(Index parts, Index rows, double productsPerWeight, const Work& work);
    void runShard(Shard& shard, std::span<const Index> rows, Scalar beta, Scalar scale) const;
    Batch gather(std::span<const Index> rows, Matrix& x, Matrix& mask) const;
    /// Sums, gradient of the mean, in the first shard.
    LossSums gradientOf(std::span<const Index> rows, double beta);
    void record(const StepReport& report, const LossSums& sums, double beta, bool epochEnded);
    /// Whether the terms are finite, or there is nothing to judge them by.
    bool recordValidation();
    void keepFiniteState();
    StepReport diverged(StepReport report, const char* quantity);

    TrainingDataPtr m_data;
    std::shared_ptr<const Vae> m_vae;
    Random m_random;
    TrainerState m_state;
    MiniBatches m_batches;
    WorkerTeam m_team;
    double m_parallelThreshold;
    std::vector<Shard> m_shards;
    FiniteState m_lastFinite;
    Interval m_interval;
    MetricsHistory m_history;
    /// False if the validation rows hold values so extreme that no model gives them a finite loss.
    bool m_canBeValidated = true;
    std::optional<Problem> m_divergence;
};

}  // namespace latentscape
