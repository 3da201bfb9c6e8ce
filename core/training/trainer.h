#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/data/sampler.h"
#include "core/support/parallel.h"
#include "core/training/batch_gradient.h"
#include "core/training/metrics_history.h"
#include "core/training/optimizer.h"
#include "core/training/snapshot.h"
#include "core/training/trainer_state.h"
#include "core/training/training_data.h"
#include "core/training/validator.h"

namespace latentscape {

/// What one step did.
struct StepReport {
    enum class Outcome {
        Stepped,
        EpochEnded,  ///< its validation too
        Validated,   ///< a part of the validation of a large epoch; nothing was learned
        Diverged,    ///< nothing was learned; the parameters are back at their last finite state
    };
    Outcome outcome = Outcome::Stepped;
    /// Rows of the mini-batch.
    Index rows = 0;
    /// Of the mini-batch, before the step.
    LossTerms terms;
    /// What is minimised, in nats per row.
    double loss = 0;
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
        /// See RunPlace; above 0.
        double validationOperations = kValidationOperations;
    };

    /// Throws Error(HyperparameterOutOfRange, OutOfMemory, …) when the hyperparameters cannot be used.
    Trainer(TrainingDataPtr data, const Hyperparameters& hyperparameters, Options options);

    /// One mini-batch: loss, gradient, update; after the last one of an epoch also its validation, or a piece
    /// of it where it would take much longer than a step: the next calls do the rest, and nothing else. Once
    /// it has seen the largest batch it allocates nothing but room for its records, and for Eigen's packed
    /// operands where they exceed EIGEN_STACK_ALLOCATION_LIMIT.
    StepReport step();

    /// Sets one hyperparameter. A live one counts from the next step on and is recorded as an edit; one that
    /// needs a restart changes nothing. Throws what setHyperparameter throws.
    ApplyResult apply(const HyperparameterSpec& spec, const HyperparameterValue& value);

    /// Goes on from a state of a trainer with the same data and architecture: from now on its parameters are
    /// and records are those that that one would have had, bit for bit. Its history begins here.
    void restore(TrainerState state);
    /// Whether restore() can take it: of a trainer with the same architecture and as many rows.
    bool canRestore(const TrainerState& state) const;

    /// Back to the best parameters so far, or the last finite ones if none were judged, with a fresh
    /// optimiser. Steps and epochs count on.
    void recover();

    /// Mean terms over `rows` with noise that is the same each time, in nats per row.
    LossTerms evaluate(const RowList& rows);

    /// Posterior means of `rows` under `parameters` into the columns of `means` from `firstColumn` on.
    void encodeMeans(const Vector& parameters, std::span<const Index> rows, Matrix& means, Index firstColumn);

    /// A copy of the parameters as they are, for views.
    std::shared_ptr<const ModelSnapshot> modelSnapshot() const;
    /// What the run is worth keeping for: the best parameters if patience looks for them, else those of now.
    std::shared_ptr<const ModelSnapshot> bestSnapshot() const;
    /// Whether bestSnapshot() is something else than the parameters as they are.
    bool keepsBest() const;

    /// The records and edits since the last call.
    MetricsHistory takeHistory();

    const TrainerState& state() const { return m_state; }
    const TrainingData& data() const { return *m_data; }
    const std::shared_ptr<const Vae>& vae() const { return m_vae; }
    const Hyperparameters& hyperparameters() const { return m_state.hyperparameters; }
    /// Epochs trained, with fraction.
    double epochsTrained() const;
    /// True when the epochs that were asked for are done, or patience has run out.
    bool finished() const { return epochsDone() || outOfPatience(); }
    bool epochsDone() const {
        return !m_state.validationDue && std::int64_t(m_state.epoch) >= m_state.hyperparameters.epochs;
    }
    bool outOfPatience() const;
    /// Whether a step keeps all threads busy, so that work on any other core than this one holds it up.
    bool stepsUseAllThreads() const { return m_team.threads() > 1 && m_gradient.isParallel(); }
    /// Lets a run that patience has ended go on with as much patience again. Changes no parameter to come.
    void renewPatience() { m_state.patienceFrom = m_state.epoch; }
    /// Why the last step did not count, after Outcome::Diverged.
    const std::optional<Problem>& divergence() const { return m_divergence; }

private:
    void update(double learningRate);
    void record(const StepReport& report, const LossSums& sums, double beta, double learningRate,
                bool epochEnded);
    /// Goes on with the validation that is due; `report` is of the step it belongs to.
    StepReport validateSome(StepReport report);
    /// Whether the terms are finite.
    bool recordValidation(const LossTerms& terms);
    /// Best model, plateau.
    void judge(double elbo);
    void keepFiniteState();
    /// `rows` are those whose loss is not finite.
    StepReport diverged(StepReport report, const char* quantity, std::span<const Index> rows);
    std::string columnAtFault(std::span<const Index> rows) const;

    TrainingDataPtr m_data;
    std::shared_ptr<const Vae> m_vae;
    Random m_random;
    double m_validationOperations;
    TrainerState m_state;
    MiniBatches m_batches;
    WorkerTeam m_team;
    BatchGradient m_gradient;
    Validator m_validator;
    Validator::Progress m_validation;
    std::vector<ParameterRange> m_decayed;
    OptimizerKind m_optimizerKind;
    /// The parameters before a step whose size is to be recorded.
    Vector m_before;
    MetricsHistory m_history;
    /// False if the validation rows hold values so extreme that no model gives them a finite loss.
    bool m_canBeValidated = true;
    std::optional<Problem> m_divergence;
};

}  // namespace latentscape
