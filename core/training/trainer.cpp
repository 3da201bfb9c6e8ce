#include "core/training/trainer.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <utility>

#include "core/training/schedule.h"

namespace latentscape {
namespace {

/// Long epochs are recorded in pieces of this many steps, so that curves move before the first epoch ends.
constexpr std::int64_t kRecordSteps = 50;
/// The parameters are kept this often, to go back to when training diverges.
constexpr std::int64_t kKeepSteps = 100;
/// Rows that are evaluated or encoded at once: large enough for fast matrix products, small enough for the
/// cache.
constexpr Index kEvaluationRows = 256;
/// A shard has at least this many rows; a mini-batch has at most this many shards.
constexpr Index kShardRows = 32;
constexpr Index kMaxShards = 4;

/// Depends on the batch alone, never on the number of threads.
Index shardCount(Index rows) {
    return std::clamp<Index>(rows / kShardRows, 1, kMaxShards);
}

/// The i-th of n nearly equal consecutive parts.
std::span<const Index> partOf(std::span<const Index> rows, Index i, Index n) {
    const std::size_t first = rows.size() * std::size_t(i) / std::size_t(n);
    const std::size_t last = rows.size() * std::size_t(i + 1) / std::size_t(n);
    return rows.subspan(first, last - first);
}

LossTerms meanTerms(const LossSums& sums, Index rows) {
    const double count = double(std::max<Index>(rows, 1));
    return {.reconstruction = sums.reconstruction / count, .kl = sums.kl / count};
}

/// Strip by strip in Scalar, which the processor does in wide registers, and these sums in double.
double euclideanNorm(const Vector& vector) {
    constexpr Index kStripLength = 1024;
    double squares = 0;
    for (Index first = 0; first < vector.size(); first += kStripLength)
        squares += double(vector.segment(first, std::min(kStripLength, vector.size() - first)).squaredNorm());
    return std::sqrt(squares);
}

std::shared_ptr<const Vae> makeVae(const TrainingData& data, const Hyperparameters& hyperparameters) {
    validate(hyperparameters);
    return std::make_shared<const Vae>(vaeConfig(data.preprocessor, hyperparameters));
}

}  // namespace

Trainer::Trainer(TrainingDataPtr data, const Hyperparameters& hyperparameters, Options options)
    : m_data(std::move(data)),
      m_vae(makeVae(*m_data, hyperparameters)),
      m_random(std::uint64_t(hyperparameters.seed)),
      m_batches(m_data->split.training, m_random),
      m_team(options.threads),
      m_parallelThreshold(options.parallelThreshold) {
    try {
        m_state.hyperparameters = hyperparameters;
        m_state.parameters = m_vae->initialParameters(m_data->statistics, m_random);
        m_state.adam = AdamState(m_state.parameters.size());
        keepFiniteState();
        reserveShards(std::max(kEvaluationRows, Index(hyperparameters.batch)));
    } catch (const std::bad_alloc&) {
        throw Error(ProblemCode::OutOfMemory, {{"what", "this model"}});
    }
    m_canBeValidated = recordValidation();
}

void Trainer::reserveShards(Index rows) {
    rows = std::min(rows, std::max(kEvaluationRows, Index(m_data->split.training.size())));
    m_shards.resize(std::size_t(std::max(shardCount(rows), Index(m_shards.size()))));
    for (Shard& shard : m_shards) {
        // Shards are at most one row larger than the mean; the first also serves evaluation.
        const Index capacity = std::max(kEvaluationRows, rows / shardCount(rows) + 1);
        m_vae->reserve(shard.workspace, capacity);
        growColumns(shard.x, m_vae->features(), capacity);
        if (m_data->table.hasMissing())
            growColumns(shard.mask, m_vae->features(), capacity);
        if (shard.gradient.size() == 0)
            shard.gradient = Vector::Zero(m_state.parameters.size());
    }
}

Batch Trainer::gather(std::span<const Index> rows, Matrix& x, Matrix& mask) const {
    m_data->table.gather(rows, x, mask);
    const Index count = Index(rows.size());
    return {.x = x.leftCols(count),
            .mask = m_data->table.hasMissing() ? mask.leftCols(count) : mask.leftCols(0)};
}

void Trainer::runShard(Shard& shard, std::span<const Index> rows, Scalar beta, Scalar scale) const {
    const Batch batch = gather(rows, shard.x, shard.mask);
    for (std::size_t i = 0; i < rows.size(); ++i)
        m_random.fillNormal(RandomStream::TrainingNoise, m_batches.epoch(), std::uint32_t(rows[i]),
                            shard.workspace.noise.col(Index(i)));
    shard.gradient.setZero();
    shard.sums =
        m_vae->forwardBackward(m_state.parameters, batch, beta, scale, shard.workspace, shard.gradient);
}

template <class Work>
void Trainer::shareOut(Index parts, Index rows, double productsPerWeight, const Work& work) {
    // Each product of a weight with a row is two operations.
    const double operations = 2 * productsPerWeight * double(m_state.parameters.size()) * double(rows);
    if (operations >= m_parallelThreshold) {
        m_team.forEach(int(parts), work);
    } else {
        for (int i = 0; i < int(parts); ++i)
            work(i);
    }
}

LossSums Trainer::gradientOf(std::span<const Index> rows, double beta) {
    const Index shards = shardCount(Index(rows.size()));
    const Scalar scale = Scalar(1) / Scalar(rows.size());
    shareOut(shards, Index(rows.size()), 3, [&](int i) {
        runShard(m_shards[std::size_t(i)], partOf(rows, i, shards), Scalar(beta), scale);
    });
    LossSums sums = m_shards[0].sums;
    for (Index i = 1; i < shards; ++i) {
        sums += m_shards[std::size_t(i)].sums;
        m_shards[0].gradient += m_shards[std::size_t(i)].gradient;
    }
    return sums;
}

StepReport Trainer::step() {
    const double beta = scheduledBeta(m_state.hyperparameters, epochsTrained());
    const std::span<const Index> rows = m_batches.next(Index(m_state.hyperparameters.batch));
    reserveShards(Index(rows.size()));
    const LossSums sums = gradientOf(rows, beta);
    Vector& gradient = m_shards[0].gradient;

    StepReport report{.rows = Index(rows.size()), .terms = meanTerms(sums, Index(rows.size()))};
    report.gradientNorm = euclideanNorm(gradient);
    if (!std::isfinite(report.terms.elbo()))
        return diverged(report, "loss");
    if (!std::isfinite(report.gradientNorm))
        return diverged(report, "gradient");
    if (m_state.step % kKeepSteps == 0)
        keepFiniteState();

    const Scalar scale = Scalar(clipScale(report.gradientNorm, m_state.hyperparameters.clipNorm));
    adamStep(m_state.adam, gradient, scale, m_state.hyperparameters.learningRate, m_state.parameters);
    ++m_state.step;
    const bool epochEnded = m_batches.atEpochEnd();
    m_state.epoch = m_batches.epoch() + (epochEnded ? 1 : 0);
    m_state.position = epochEnded ? 0 : m_batches.position();
    record(report, sums, beta, epochEnded);
    if (epochEnded) {
        report.outcome = StepReport::Outcome::EpochEnded;
        // The step's own loss was finite before it: the last step of a run shows here alone.
        if (!recordValidation() && m_canBeValidated)
            return diverged(report, "validation loss");
    }
    return report;
}

void Trainer::record(const StepReport& report, const LossSums& sums, double beta, bool epochEnded) {
    ++m_interval.steps;
    m_interval.rows += report.rows;
    m_interval.sums += sums;
    m_interval.gradientNorm = std::max(m_interval.gradientNorm, report.gradientNorm);
    if (!epochEnded && m_interval.steps < kRecordSteps)
        return;
    m_history.training.push_back({.step = m_state.step,
                                  .epoch = epochsTrained(),
                                  .terms = meanTerms(m_interval.sums, m_interval.rows),
                                  .beta = beta,
                                  .learningRate = m_state.hyperparameters.learningRate,
                                  .gradientNorm = m_interval.gradientNorm});
    m_interval = {};
}

void Trainer::keepFiniteState() {
    // One by one: a whole new FiniteState would be allocated first.
    m_lastFinite.parameters = m_state.parameters;
    m_lastFinite.adam = m_state.adam;
    m_lastFinite.epoch = epochsTrained();
}

StepReport Trainer::diverged(StepReport report, const char* quantity) {
    m_divergence = Problem{ProblemCode::TrainingDiverged,
                           {{"step", std::to_string(m_state.step)},
                            {"epoch", std::to_string(m_state.epoch)},
                            {"quantity", quantity},
                            {"restored", std::to_string(std::int64_t(m_lastFinite.epoch))},
                            {"learning_rate", hyperparameterText(m_state.hyperparameters.learningRate)}}};
    m_state.parameters = m_lastFinite.parameters;
    m_state.adam = m_lastFinite.adam;
    m_interval = {};
    // The batch that failed is tried again, by the parameters as they were.
    m_batches.seek(m_state.epoch, m_state.position);
    report.outcome = StepReport::Outcome::Diverged;
    return report;
}

bool Trainer::recordValidation() {
    if (m_data->split.validation.empty())
        return true;
    const LossTerms terms = evaluate(m_data->split.validation);
    if (!std::isfinite(terms.elbo()))
        return false;
    m_history.validation.push_back({.step = m_state.step, .epoch = epochsTrained(), .terms = terms});
    return true;
}

LossTerms Trainer::evaluate(const RowList& rows) {
    LossSums total;
    const std::span<const Index> all(rows);
    const Index group = kEvaluationRows * Index(m_shards.size());
    for (Index first = 0; first < Index(rows.size()); first += group) {
        const std::span<const Index> some =
            all.subspan(std::size_t(first)).first(std::size_t(std::min(group, Index(rows.size()) - first)));
        const Index chunks = (Index(some.size()) + kEvaluationRows - 1) / kEvaluationRows;
        shareOut(chunks, Index(some.size()), 1, [&](int i) {
            Shard& shard = m_shards[std::size_t(i)];
            const std::span<const Index> part = partOf(some, i, chunks);
            const Batch batch = gather(part, shard.x, shard.mask);
            for (std::size_t row = 0; row < part.size(); ++row)
                m_random.fillNormal(RandomStream::ValidationNoise, 0, std::uint32_t(part[row]),
                                    shard.workspace.noise.col(Index(row)));
            shard.sums = m_vae->forward(m_state.parameters, batch, shard.workspace);
        });
        for (Index i = 0; i < chunks; ++i)
            total += m_shards[std::size_t(i)].sums;
    }
    return meanTerms(total, Index(rows.size()));
}

void Trainer::encodeMeans(std::span<const Index> rows, Matrix& means, Index firstColumn) {
    Shard& shard = m_shards[0];
    for (std::size_t first = 0; first < rows.size(); first += kEvaluationRows) {
        const std::span<const Index> part =
            rows.subspan(first, std::min(std::size_t(kEvaluationRows), rows.size() - first));
        m_vae->encode(m_state.parameters, gather(part, shard.x, shard.mask), shard.workspace);
        means.middleCols(firstColumn + Index(first), Index(part.size())) =
            shard.workspace.mean.leftCols(Index(part.size()));
    }
}

ApplyResult Trainer::apply(const HyperparameterSpec& spec, const HyperparameterValue& value) {
    Hyperparameters changed = m_state.hyperparameters;
    setHyperparameter(changed, spec, value);
    if (spec.effect == HyperparameterEffect::Restart)
        return ApplyResult::NeedsRestart;
    const HyperparameterValue before = getHyperparameter(m_state.hyperparameters, spec);
    if (before != value) {
        m_state.hyperparameters = changed;
        m_history.edits.push_back({.step = m_state.step,
                                   .epoch = epochsTrained(),
                                   .key = std::string(spec.key),
                                   .before = before,
                                   .after = value});
    }
    return ApplyResult::Applied;
}

std::shared_ptr<const ModelSnapshot> Trainer::modelSnapshot() const {
    return std::make_shared<const ModelSnapshot>(ModelSnapshot{m_vae, m_state.parameters});
}

MetricsHistory Trainer::takeHistory() {
    return std::exchange(m_history, {});
}

double Trainer::epochsTrained() const {
    return double(m_state.epoch) + double(m_state.position) / double(m_data->split.training.size());
}

}  // namespace latentscape
