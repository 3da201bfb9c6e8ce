#include "ui/training/training_worker.h"

#include <algorithm>
#include <cmath>
#include <new>

#include "core/support/memory.h"
#include "core/training/model_memory.h"
#include "core/training/timeline.h"

namespace latentscape::ui {
namespace {

constexpr double kSliceSeconds = 0.020;
/// While training, encoding for the map takes at most this share of the time.
constexpr double kSnapshotShare = 0.01;
constexpr double kKeepSeconds = 0.5;
/// While training, copying states takes at most this share of the time.
constexpr double kKeepShare = 0.0025;
/// The same before a live change, to which a person may wish to go back.
constexpr double kKeepBeforeChangeShare = 0.02;
/// Rows encoded between two looks at the clock.
constexpr Index kEncodeRows = 2048;

}  // namespace

TrainingWorker::TrainingWorker(int threads, std::function<double()> windowSeconds, QObject* parent)
    : QObject(parent), m_threads(threads), m_advanceTimer(this), m_updates(std::move(windowSeconds)) {
    m_advanceTimer.setSingleShot(true);
    m_advanceTimer.setTimerType(Qt::PreciseTimer);
    connect(&m_advanceTimer, &QTimer::timeout, this, &TrainingWorker::advance);
}

double TrainingWorker::secondsSince(Clock::time_point start) const {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

void TrainingWorker::start(const RunRequest& request) {
    clear();
    m_run = request.run;
    setState(RunState::Preparing);
    try {
        const TrainingDataPtr data =
            request.data
                ? request.data
                : prepareTrainingData(request.dataset, request.roles, request.hyperparameters, request.rows);
        checkModelMemory(modelMemory(vaeConfig(data->preprocessor, request.hyperparameters),
                                     request.hyperparameters, Index(data->split.training.size())),
                         availableMemory());
        m_trainer =
            std::make_unique<Trainer>(data, request.hyperparameters, Trainer::Options{.threads = m_threads});
        if (request.state) {
            if (!m_trainer->canRestore(*request.state))
                throw Error(ProblemCode::RunUnreadable,
                            {{"file", data->dataset->name()}, {"reason", "it is of another run"}});
            m_trainer->restore(*request.state);
        }
        m_trainedSeconds = request.elapsedSeconds;
        m_largestState = request.largestState;
        m_liveRows = std::make_shared<const RowList>(subsampleRows(
            data->table.rows(), kLiveRows, Random(std::uint64_t(request.hyperparameters.seed))));
        emit prepared(m_run, data);
        emitMetrics();
        keepState();
        setState(request.stateThere);
        if (request.running)
            resume();
        else
            beginFullEncoding();
    } catch (const Error& error) {
        clear();
        emit failed(request.run, error.problem());
        emit stateChanged(request.run, RunState::Empty);
    } catch (const std::bad_alloc&) {
        endForLackOfMemory();
    }
}

void TrainingWorker::clear() {
    m_advanceTimer.stop();
    m_trainer.reset();
    m_fullEncoding.reset();
    m_fullEncodingWanted = false;
    m_snapshotInFlight = false;
    m_pauseAfterEpoch = -1;
    m_pauseAfterStep = false;
    m_trainedSeconds = m_rateRows = m_rateSeconds = m_rowsPerSecond = m_snapshotSeconds = m_keepSeconds = 0;
    m_lastUpdate = m_lastSnapshot = m_lastKept = {};
    m_state = RunState::Empty;
}

void TrainingWorker::setState(RunState state) {
    if (state == m_state)
        return;
    m_state = state;
    emit stateChanged(m_run, state);
}

void TrainingWorker::resume() {
    if (!m_trainer || m_state == RunState::Running)
        return;
    if (m_trainer->epochsDone()) {
        setState(RunState::Finished);
        return;
    }
    // Asked to go on in spite of what patience says, it gets as much patience again.
    if (m_trainer->outOfPatience())
        m_trainer->renewPatience();
    m_fullEncoding.reset();
    m_fullEncodingWanted = false;
    m_paceStart = m_lastSlice = Clock::now();
    m_paceEpochs = m_trainer->epochsTrained();
    setState(RunState::Running);
    scheduleAdvance();
}

void TrainingWorker::pause() {
    m_pauseAfterEpoch = -1;
    m_pauseAfterStep = false;
    if (m_state != RunState::Running)
        return;
    emitMetrics();
    keepState();
    setState(RunState::Paused);
    beginFullEncoding();
}

void TrainingWorker::oneStep() {
    resume();
    m_pauseAfterStep = m_state == RunState::Running;
}

void TrainingWorker::recover() {
    if (!m_trainer)
        return;
    m_trainer->recover();
    resume();
}

void TrainingWorker::oneEpoch() {
    resume();
    if (m_state == RunState::Running)
        m_pauseAfterEpoch = std::int64_t(m_trainer->state().epoch) + 1;
}

void TrainingWorker::finish() {
    if (!m_trainer || m_state == RunState::Finished)
        return;
    m_pauseAfterEpoch = -1;
    m_pauseAfterStep = false;
    emitMetrics();
    keepState();
    setState(RunState::Finished);
    beginFullEncoding();
}

void TrainingWorker::apply(const std::string& key, const HyperparameterValue& value) {
    if (!m_trainer)
        return;
    try {
        keepStateIfDue(0, kKeepBeforeChangeShare);
        m_trainer->apply(hyperparameterSpec(key), value);
    } catch (const Error& error) {
        emit failed(m_run, error.problem());
        return;
    }
    emitMetrics();
    // Epochs added to a finished run let it go on; taken from a running one, they end it.
    if (m_state == RunState::Finished && !m_trainer->finished()) {
        setState(RunState::Paused);
        // A paused run is seen as it is, no longer as it was best.
        beginFullEncoding();
    }
}

void TrainingWorker::setPace(double epochsPerSecond) {
    m_pace = epochsPerSecond;
    m_paceStart = Clock::now();
    m_paceEpochs = m_trainer ? m_trainer->epochsTrained() : 0;
    if (m_state == RunState::Running)
        scheduleAdvance();
}

void TrainingWorker::snapshotConsumed() {
    m_snapshotInFlight = false;
    if (m_fullEncodingWanted)
        beginFullEncoding();
}

void TrainingWorker::scheduleAdvance(int milliseconds) {
    m_advanceTimer.start(milliseconds);
}

void TrainingWorker::advance() {
    try {
        if (m_state == RunState::Running)
            trainSlice();
        else if (m_fullEncoding)
            advanceFullEncoding();
    } catch (const std::bad_alloc&) {
        endForLackOfMemory();
    }
}

void TrainingWorker::endForLackOfMemory() {
    clear();
    emit failed(m_run, {ProblemCode::OutOfMemory, {{"what", "this table and model"}}});
    emit stateChanged(m_run, RunState::Empty);
}

void TrainingWorker::trainSlice() {
    const Clock::time_point start = Clock::now();
    StepReport report;
    bool paced = false;
    bool ended = m_trainer->finished();
    while (!ended && !paced && secondsSince(start) < kSliceSeconds) {
        report = m_trainer->step();
        m_rateRows += double(report.rows);
        const bool epochEnded = report.outcome == StepReport::Outcome::EpochEnded;
        ended = report.outcome == StepReport::Outcome::Diverged || m_trainer->finished() ||
                (m_pauseAfterStep && !m_trainer->state().validationDue) ||
                (epochEnded && std::int64_t(m_trainer->state().epoch) == m_pauseAfterEpoch);
        paced =
            m_pace > 0 && (m_trainer->epochsTrained() - m_paceEpochs) > secondsSince(m_paceStart) * m_pace;
    }
    addRunningTime();

    if (report.outcome == StepReport::Outcome::Diverged) {
        m_pauseAfterEpoch = -1;
        m_pauseAfterStep = false;
        emitMetrics();
        keepState();
        setState(RunState::Diverged);
        emit failed(m_run, *m_trainer->divergence());
        beginFullEncoding();
    } else if (m_trainer->finished()) {
        finish();
    } else if (ended) {
        pause();
    } else {
        if (secondsSince(m_lastUpdate) >= m_updates.interval(m_trainer->stepsUseAllThreads()))
            update();
        const double ahead = (m_trainer->epochsTrained() - m_paceEpochs) - secondsSince(m_paceStart) * m_pace;
        // A run that cannot keep its pace gains no credit to spend on a sprint later.
        if (!paced) {
            m_paceStart = Clock::now();
            m_paceEpochs = m_trainer->epochsTrained();
        }
        scheduleAdvance(paced ? std::clamp(int(1000 * ahead / m_pace), 0, 100) : 0);
    }
}

void TrainingWorker::addRunningTime() {
    const Clock::time_point now = Clock::now();
    const double seconds = std::chrono::duration<double>(now - m_lastSlice).count();
    m_lastSlice = now;
    m_trainedSeconds += seconds;
    m_rateSeconds += seconds;
}

void TrainingWorker::update() {
    m_lastUpdate = Clock::now();
    m_updates.updated();
    // A state comes with the metrics that led there: it waits for them rather than having the curves drawn
    // once more.
    if (!keepStateIfDue(kKeepSeconds, kKeepShare))
        emitMetrics();
    if (!m_snapshotInFlight && secondsSince(m_lastSnapshot) >= m_snapshotSeconds / kSnapshotShare)
        emitLiveSnapshot();
}

void TrainingWorker::emitMetrics() {
    // A rate over half a second is steady enough to read.
    if (m_rateSeconds > 0.5 || (m_rowsPerSecond == 0 && m_rateSeconds > 0)) {
        m_rowsPerSecond = m_rateRows / m_rateSeconds;
        m_rateRows = m_rateSeconds = 0;
    }
    const double epoch = m_trainer->epochsTrained();
    const std::int64_t epochs = m_trainer->hyperparameters().epochs;
    const double rowsLeft = (double(epochs) - epoch) * double(m_trainer->data().split.training.size());
    const double remaining = m_rowsPerSecond > 0 ? rowsLeft / m_rowsPerSecond : 0;
    emit metricsUpdated({.run = m_run,
                         .latest = m_trainer->takeHistory(),
                         .step = m_trainer->state().step,
                         .epoch = epoch,
                         .epochs = epochs,
                         .rowsPerSecond = m_rowsPerSecond,
                         .elapsedSeconds = m_trainedSeconds,
                         .remainingSeconds = std::max(0.0, remaining),
                         .bestElbo = m_trainer->state().best.elbo,
                         .bestEpoch = std::int64_t(m_trainer->state().best.epoch),
                         .keepsBest = m_trainer->keepsBest(),
                         .endedByPatience = m_trainer->outOfPatience()});
}

void TrainingWorker::keepState() {
    const StateSize size = stateSize(m_trainer->state());
    if (size.own + size.shared > m_largestState)
        return;
    const Clock::time_point start = Clock::now();
    try {
        emit stateKept(m_run, std::make_shared<const TrainerState>(m_trainer->state()));
    } catch (const std::bad_alloc&) {
        // The run matters more than a look back at it.
    }
    m_keepSeconds = secondsSince(start);
    m_lastKept = Clock::now();
}

void TrainingWorker::tellState() {
    TrainerStatePtr state;
    if (m_trainer) {
        emitMetrics();
        try {
            state = std::make_shared<const TrainerState>(m_trainer->state());
        } catch (const std::bad_alloc&) {
            // The run matters more than a copy of it; the next one may find room.
        }
    }
    emit stateTold(m_run, state);
}

bool TrainingWorker::keepStateIfDue(double seconds, double share) {
    if (secondsSince(m_lastKept) < std::max(seconds, m_keepSeconds / share))
        return false;
    // A branch from there needs all that led there.
    emitMetrics();
    keepState();
    return true;
}

std::shared_ptr<LatentSnapshot> TrainingWorker::newSnapshot(std::shared_ptr<const RowList> rows) const {
    auto snapshot = std::make_shared<LatentSnapshot>();
    snapshot->run = m_run;
    // A finished run is looked at as it is worth keeping.
    const bool best = m_state == RunState::Finished && m_trainer->keepsBest();
    snapshot->step = best ? m_trainer->state().best.step : m_trainer->state().step;
    snapshot->epoch = best ? double(m_trainer->state().best.epoch) : m_trainer->epochsTrained();
    snapshot->means.resize(m_trainer->vae()->latent(), Index(rows->size()));
    snapshot->rows = std::move(rows);
    snapshot->totalRows = m_trainer->data().table.rows();
    snapshot->model = best ? m_trainer->bestSnapshot() : m_trainer->modelSnapshot();
    return snapshot;
}

void TrainingWorker::emitLiveSnapshot() {
    const Clock::time_point start = Clock::now();
    const std::shared_ptr<LatentSnapshot> snapshot = newSnapshot(m_liveRows);
    m_trainer->encodeMeans(snapshot->model->parameters, *m_liveRows, snapshot->means, 0);
    m_snapshotSeconds = secondsSince(start);
    m_lastSnapshot = Clock::now();
    m_snapshotInFlight = true;
    emit snapshotReady(snapshot);
}

void TrainingWorker::beginFullEncoding() {
    if (m_snapshotInFlight) {
        m_fullEncodingWanted = true;
        return;
    }
    m_fullEncodingWanted = false;
    m_fullEncoding = std::make_unique<FullEncoding>();
    m_fullEncoding->rows = std::make_shared<RowList>(allRows(m_trainer->data().table.rows()));
    m_fullEncoding->snapshot = newSnapshot(m_fullEncoding->rows);
    scheduleAdvance();
}

void TrainingWorker::advanceFullEncoding() {
    const Clock::time_point start = Clock::now();
    FullEncoding& encoding = *m_fullEncoding;
    const std::span<const Index> rows(*encoding.rows);
    while (encoding.done < Index(rows.size()) && secondsSince(start) < kSliceSeconds) {
        const Index count = std::min(kEncodeRows, Index(rows.size()) - encoding.done);
        m_trainer->encodeMeans(encoding.snapshot->model->parameters,
                               rows.subspan(std::size_t(encoding.done), std::size_t(count)),
                               encoding.snapshot->means, encoding.done);
        encoding.done += count;
    }
    if (encoding.done < Index(rows.size())) {
        scheduleAdvance();
        return;
    }
    const LatentSnapshotPtr snapshot = encoding.snapshot;
    m_fullEncoding.reset();
    m_snapshotInFlight = true;
    emit snapshotReady(snapshot);
}

}  // namespace latentscape::ui
