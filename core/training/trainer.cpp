#include "core/training/trainer.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <new>
#include <utility>

#include "core/training/best_parameters.h"
#include "core/training/fault.h"
#include "core/training/linear_start.h"
#include "core/training/patience.h"
#include "core/training/schedule.h"

namespace latentscape {
namespace {

/// Long epochs are recorded in pieces of this many steps, so that curves move before the first epoch ends.
constexpr std::int64_t kRecordSteps = 50;
/// A record covers at least this part of all steps so far, so that what a run of any length tells stays
/// small: epochs of 20 steps are recorded one by one for a million steps.
constexpr std::int64_t kRecordsAtOneSpacing = 50000;
/// The parameters are kept this often, to go back to when training diverges.
constexpr std::int64_t kKeepSteps = 100;

LossTerms meanTerms(const LossSums& sums, Index rows) {
    const double count = double(std::max<Index>(rows, 1));
    return {.reconstruction = sums.reconstruction / count, .kl = sums.kl / count};
}

/// Whether a record is due after `step` steps, with so many since the last one.
bool isRecordDue(std::int64_t since, std::int64_t step, bool epochEnded) {
    return (epochEnded || since >= kRecordSteps) && since >= step / kRecordsAtOneSpacing;
}

std::shared_ptr<const Vae> makeVae(const TrainingData& data, const Hyperparameters& hyperparameters) {
    validate(hyperparameters);
    return std::make_shared<const Vae>(vaeConfig(data.preprocessor, hyperparameters));
}

}  // namespace

Trainer::Trainer(TrainingDataPtr data, const Hyperparameters& hyperparameters, Options options) try
    : m_data(std::move(data)),
      m_vae(makeVae(*m_data, hyperparameters)),
      m_random(std::uint64_t(hyperparameters.seed)),
      m_validationOperations(options.validationOperations),
      m_batches(m_data->split.training, m_random),
      m_team(options.threads),
      m_gradient(m_data, m_vae, m_random, m_team, options.parallelThreshold),
      m_validator(m_data, m_vae, m_random, m_team, options.parallelThreshold),
      m_decayed(m_vae->decayedParameters()),
      m_optimizerKind(optimizerFromString(hyperparameters.optimizer)) {
    m_state.hyperparameters = hyperparameters;
    m_state.parameters = m_vae->initialParameters(m_data->statistics, m_random);
    if (hyperparameters.start == "ppca")
        startLinearly(*m_data, *m_vae, m_random, m_state.parameters);
    m_state.optimizer = OptimizerState(m_state.parameters.size());
    m_before = m_state.best.parameters.overwrite() = m_state.parameters;
    keepFiniteState();
    if (!m_data->split.validation.empty())
        m_canBeValidated = recordValidation(evaluate(m_data->split.validation));
} catch (const std::bad_alloc&) {
    throw Error(ProblemCode::OutOfMemory, {{"what", "this model"}});
}

StepReport Trainer::step() {
    if (m_state.validationDue)
        return validateSome({});
    const Hyperparameters& hyperparameters = m_state.hyperparameters;
    const double beta = scheduledBeta(hyperparameters, epochsTrained());
    const double learningRate =
        scheduledLearningRate(hyperparameters, epochsTrained(), m_state.plateauFactor);
    const std::span<const Index> rows = m_batches.next(Index(hyperparameters.batch));
    const LossSums sums = m_gradient.compute(m_state.parameters, rows, m_batches.epoch(),
                                             {.beta = beta,
                                              .freeBits = hyperparameters.freeBits,
                                              .importanceSamples = Index(hyperparameters.importanceSamples),
                                              .dropout = hyperparameters.dropout});

    StepReport report{.rows = Index(rows.size()),
                      .terms = meanTerms(sums, Index(rows.size())),
                      .loss = m_gradient.loss(),
                      .gradientNorm = m_gradient.norm()};
    if (!std::isfinite(report.terms.elbo()))
        return diverged(report, "loss", rows);
    if (!std::isfinite(report.gradientNorm))
        return diverged(report, "gradient", rows);
    if (m_state.step % kKeepSteps == 0)
        keepFiniteState();

    const bool epochEnded = m_batches.atEpochEnd();
    const bool recorded = isRecordDue(m_state.interval.steps + 1, m_state.step + 1, epochEnded);
    if (recorded)
        m_before = m_state.parameters;
    update(learningRate);
    if (recorded)
        m_state.interval.updateRatio =
            double((m_state.parameters - m_before).norm()) / std::max(double(m_before.norm()), 1e-30);
    ++m_state.step;
    m_state.epoch = m_batches.epoch() + (epochEnded ? 1 : 0);
    m_state.position = epochEnded ? 0 : m_batches.position();
    record(report, sums, beta, learningRate, epochEnded);
    if (!epochEnded)
        return report;
    if (!m_data->split.validation.empty()) {
        m_state.validationDue = true;
        m_validation = {};
        return validateSome(report);
    }
    report.outcome = StepReport::Outcome::EpochEnded;
    // The step's own loss was finite before it: the last step of a run shows here alone.
    if (epochsDone() && !std::isfinite(evaluate(m_data->split.training).elbo()))
        return diverged(report, "loss", m_data->split.training);
    return report;
}

StepReport Trainer::validateSome(StepReport report) {
    const std::optional<LossTerms> terms = m_validator.evaluateSome(
        m_state.parameters, m_data->split.validation, m_validationOperations, m_validation);
    if (!terms) {
        if (report.rows == 0)
            report.outcome = StepReport::Outcome::Validated;
        return report;
    }
    m_state.validationDue = false;
    report.outcome = StepReport::Outcome::EpochEnded;
    if (!recordValidation(*terms) && m_canBeValidated)
        return diverged(report, "validation loss", m_data->split.validation);
    return report;
}

void Trainer::update(double learningRate) {
    const OptimizerSettings settings{.kind = m_optimizerKind,
                                     .learningRate = learningRate,
                                     .momentum = m_state.hyperparameters.momentum,
                                     .weightDecay = m_state.hyperparameters.weightDecay};
    Vector& gradient = m_gradient.gradient();
    Scalar scale = Scalar(clipScale(m_gradient.norm(), m_state.hyperparameters.clipNorm));
    if (settings.weightDecay > 0) {
        // Clipping is for the gradient of the loss alone, as in PyTorch.
        gradient *= std::exchange(scale, Scalar(1));
        decayWeights(settings, m_decayed, gradient, m_state.parameters);
    }
    ++m_state.optimizer.steps;
    m_gradient.forEachStretch([&](ParameterRange range) {
        updateParameters(settings, m_state.optimizer, gradient, scale, range, m_state.parameters);
    });
}

void Trainer::record(const StepReport& report, const LossSums& sums, double beta, double learningRate,
                     bool epochEnded) {
    ++m_state.interval.steps;
    m_state.interval.rows += report.rows;
    m_state.interval.sums += sums;
    m_state.interval.loss += report.loss * double(report.rows);
    m_state.interval.gradientNorm = std::max(m_state.interval.gradientNorm, report.gradientNorm);
    if (!isRecordDue(m_state.interval.steps, m_state.step, epochEnded))
        return;
    m_history.training.push_back({.step = m_state.step,
                                  .epoch = epochsTrained(),
                                  .terms = meanTerms(m_state.interval.sums, m_state.interval.rows),
                                  .loss = m_state.interval.loss / double(m_state.interval.rows),
                                  .beta = beta,
                                  .learningRate = learningRate,
                                  .gradientNorm = m_state.interval.gradientNorm,
                                  .updateRatio = m_state.interval.updateRatio});
    m_state.interval = {};
}

void Trainer::keepFiniteState() {
    // One by one: a whole new FiniteState would be allocated first.
    FiniteState& kept = m_state.lastFinite.overwrite();
    kept.parameters = m_state.parameters;
    kept.optimizer = m_state.optimizer;
    kept.epoch = epochsTrained();
}

void Trainer::recover() {
    const RunPlace place = m_state.place();
    m_state.parameters =
        std::isfinite(m_state.best.elbo) ? *m_state.best.parameters : m_state.lastFinite->parameters;
    m_state.optimizer = OptimizerState(m_state.parameters.size());
    m_state.patienceFrom = m_state.plateauFrom = m_state.epoch;
    m_state.interval = {};
    // What was being judged is gone.
    m_state.validationDue = false;
    m_divergence.reset();
    keepFiniteState();
    m_history.recoveries.push_back(place);
    ++m_state.recoveries;
}

std::string Trainer::columnAtFault(std::span<const Index> rows) const {
    // Parameters that are not finite spoil all columns; those before them may show which grew first.
    for (const Vector* const parameters : {&m_state.parameters, &m_state.lastFinite->parameters}) {
        const std::string column = latentscape::columnAtFault(*m_data, *m_vae, *parameters, rows);
        if (!column.empty())
            return column;
    }
    return {};
}

StepReport Trainer::diverged(StepReport report, const char* quantity, std::span<const Index> rows) {
    m_divergence = divergenceAt(m_state, quantity, columnAtFault(rows));
    ++m_state.divergences;
    m_state.parameters = m_state.lastFinite->parameters;
    m_state.optimizer = m_state.lastFinite->optimizer;
    m_state.interval = {};
    // The batch that failed is tried again, by the parameters as they were.
    m_batches.seek(m_state.epoch, m_state.position);
    report.outcome = StepReport::Outcome::Diverged;
    return report;
}

bool Trainer::recordValidation(const LossTerms& terms) {
    if (!std::isfinite(terms.elbo()))
        return false;
    // As seldom as training records, which end where epochs do; but the best is always among them.
    if (m_state.interval.steps == 0 || terms.elbo() > m_state.best.elbo)
        m_history.validation.push_back({.step = m_state.step, .epoch = epochsTrained(), .terms = terms});
    judge(terms.elbo());
    return true;
}

void Trainer::judge(double elbo) {
    const std::uint32_t epoch = m_state.epoch;
    if (elbo > m_state.best.elbo) {
        m_state.best.elbo = elbo;
        m_state.best.epoch = epoch;
        m_state.best.step = m_state.step;
        m_state.best.parameters.overwrite() = m_state.parameters;
        m_state.patienceFrom = m_state.plateauFrom = epoch;
    } else if (std::int64_t(epoch) - std::max(m_state.plateauFrom, warmupEpochs(m_state.hyperparameters)) >=
               kPlateauEpochs) {
        if (m_state.hyperparameters.learningRateSchedule == "plateau")
            m_state.plateauFactor *= kPlateauFactor;
        m_state.plateauFrom = epoch;
    }
}

bool Trainer::outOfPatience() const {
    return m_canBeValidated && latentscape::outOfPatience(m_state, *m_data);
}

bool Trainer::keepsBest() const {
    return latentscape::keepsBest(m_state);
}

bool Trainer::canRestore(const TrainerState& state) const {
    const std::vector<const HyperparameterSpec*> changed =
        differences(state.hyperparameters, m_state.hyperparameters);
    return state.parameters.size() == m_state.parameters.size() &&
           state.position < Index(m_data->split.training.size()) &&
           !(state.validationDue && m_data->split.validation.empty()) &&
           std::none_of(changed.begin(), changed.end(), [](const HyperparameterSpec* spec) {
               return spec->effect == HyperparameterEffect::Restart;
           });
}

void Trainer::restore(TrainerState state) {
    assert(canRestore(state));
    m_state = std::move(state);
    m_batches.seek(m_state.epoch, m_state.position);
    m_validation = {};
    m_history.clear();
    m_divergence.reset();
}

LossTerms Trainer::evaluate(const RowList& rows) {
    return m_validator.evaluate(m_state.parameters, rows);
}

void Trainer::encodeMeans(const Vector& parameters, std::span<const Index> rows, Matrix& means,
                          Index firstColumn) {
    m_validator.encodeMeans(parameters, rows, means, firstColumn);
}

ApplyResult Trainer::apply(const HyperparameterSpec& spec, const HyperparameterValue& value) {
    Hyperparameters changed = m_state.hyperparameters;
    setHyperparameter(changed, spec, value);
    if (spec.effect == HyperparameterEffect::Restart)
        return ApplyResult::NeedsRestart;
    const HyperparameterValue before = getHyperparameter(m_state.hyperparameters, spec);
    if (before != value) {
        m_state.hyperparameters = changed;
        // What was not good enough before may be now.
        m_state.patienceFrom = m_state.epoch;
        // More epochs make a run longer, and its steps no others.
        if (spec.key != "epochs")
            m_state.plateauFrom = m_state.epoch;
        // Steps that had become small for another objective would keep the run from following this one.
        if (spec.group == HyperparameterGroup::Objective || spec.key.starts_with("learning-rate"))
            m_state.plateauFactor = 1;
        m_history.edits.push_back({.step = m_state.step,
                                   .epoch = epochsTrained(),
                                   .key = std::string(spec.key),
                                   .before = before,
                                   .after = value,
                                   .divergences = m_state.divergences,
                                   .validated = !m_state.validationDue});
        ++m_state.edits;
    }
    return ApplyResult::Applied;
}

std::shared_ptr<const ModelSnapshot> Trainer::modelSnapshot() const {
    return std::make_shared<const ModelSnapshot>(ModelSnapshot{m_vae, m_state.parameters});
}

std::shared_ptr<const ModelSnapshot> Trainer::bestSnapshot() const {
    return std::make_shared<const ModelSnapshot>(ModelSnapshot{m_vae, bestParameters(m_state)});
}

MetricsHistory Trainer::takeHistory() {
    return std::exchange(m_history, {});
}

double Trainer::epochsTrained() const {
    return double(m_state.epoch) + double(m_state.position) / double(m_data->split.training.size());
}

}  // namespace latentscape
