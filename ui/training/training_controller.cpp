#include "ui/training/training_controller.h"

#include <algorithm>
#include <new>

#include "core/support/memory.h"
#include "core/support/parallel.h"
#include "core/training/likelihood_choice.h"
#include "ui/training/training_worker.h"

namespace latentscape::ui {
namespace {

/// Of the memory that is free at the start, timelines may take this part, up to the limit.
constexpr std::uint64_t kTimelinePart = 8;
constexpr std::uint64_t kTimelineLimit = std::uint64_t(512) << 20;

std::size_t timelineBudget() {
    return std::size_t(std::min(availableMemory() / kTimelinePart, kTimelineLimit));
}

MetricsHistory historyUpTo(const TrainerState& state, MetricsHistory history) {
    const auto isLater = [&state](const auto& record) { return record.step > state.step; };
    std::erase_if(history.training, isLater);
    std::erase_if(history.validation, isLater);
    history.edits.resize(std::min(history.edits.size(), std::size_t(state.edits)));
    history.recoveries.resize(std::min(history.recoveries.size(), std::size_t(state.recoveries)));
    return history;
}

/// Throws Error(LikelihoodDoesNotFit, ScaleDoesNotFit) as preparing the table would, without the time that
/// takes.
void checkPreparations(const Dataset& dataset, ColumnRoles roles) {
    std::erase_if(roles.inputs, [&](Index input) {
        return !roles.likelihoods.contains(input) && !roles.scales.contains(input);
    });
    Problems ignored;
    chooseLikelihoods(dataset, roles, {}, "gaussian", ignored);
}

}  // namespace

TrainingController::TrainingController(QObject* parent)
    : QObject(parent), m_worker(new TrainingWorker(availableCores(), processorClockOfThisThread())) {
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_commands.moveToThread(&m_thread);
    const auto passOn = [this](auto signal, auto slot) {
        // On the worker's thread, which ends before this does.
        connect(
            m_worker, signal, this,
            [this, slot](const auto&... values) {
                m_reports.post([this, slot, values...] { (this->*slot)(values...); });
            },
            Qt::DirectConnection);
    };
    passOn(&TrainingWorker::prepared, &TrainingController::onPrepared);
    passOn(&TrainingWorker::metricsUpdated, &TrainingController::onMetrics);
    passOn(&TrainingWorker::snapshotReady, &TrainingController::onSnapshot);
    passOn(&TrainingWorker::stateKept, &TrainingController::onStateKept);
    passOn(&TrainingWorker::stateTold, &TrainingController::onStateTold);
    passOn(&TrainingWorker::stateChanged, &TrainingController::onState);
    passOn(&TrainingWorker::failed, &TrainingController::onFailed);
    m_runs.setTimelineBudget(timelineBudget());
    m_thread.setObjectName(QStringLiteral("training"));
    m_thread.start();
}

TrainingController::~TrainingController() {
    m_thread.quit();
    m_thread.wait();
}

void TrainingController::post(std::function<void(TrainingWorker&)> command) {
    m_commands.post([worker = m_worker, command = std::move(command)] {
        try {
            command(*worker);
        } catch (const std::bad_alloc&) {
            worker->endForLackOfMemory();
        }
    });
}

const MetricsHistory& TrainingController::history() const {
    static const MetricsHistory none;
    const RunRecord* const record = m_runs.find(m_run);
    return record ? record->history : none;
}

std::vector<const HyperparameterSpec*> TrainingController::pending() const {
    if (!hasRun())
        return {};
    std::vector<const HyperparameterSpec*> waiting = differences(m_edited, m_running);
    std::erase_if(waiting,
                  [](const HyperparameterSpec* spec) { return spec->effect == HyperparameterEffect::Live; });
    return waiting;
}

void TrainingController::openTable(const TrainingDataPtr& data, bool running) {
    m_dataset = data->dataset;
    m_roles = data->roles;
    m_rows = data->rows;
    m_edited = m_recommended = recommendedHyperparameters(*data);
    m_runs.clear();
    beginAnew(data, running);
}

void TrainingController::openRuns(const TrainingDataPtr& table, const Hyperparameters& edited,
                                  KeptRuns kept) {
    m_runs.clear();
    const quint64 before = m_run;
    const auto renumber = [before](RunRecord& record) {
        record.run += before;
        if (record.branchedFrom && record.branchedFrom->run > 0)
            record.branchedFrom->run += before;
    };
    RunRecord last = std::move(kept.runs.back());
    kept.runs.pop_back();
    for (RunRecord& record : kept.runs) {
        renumber(record);
        m_runs.add(std::move(record));
    }
    renumber(last);
    m_run = last.run - 1;
    m_dataset = table->dataset;
    m_roles = last.data->roles;
    m_rows = last.data->rows;
    m_edited = last.hyperparameters;
    m_recommended = recommendedHyperparameters(*last.data);
    const double seconds = last.progress.elapsedSeconds;
    const RunState state = last.state;
    start({.data = last.data, .state = kept.state, .stateThere = state, .elapsedSeconds = seconds},
          std::move(last));
    m_divergence = kept.divergence;
    // What waited for a restart waits again.
    m_roles = table->roles;
    m_rows = table->rows;
    m_edited = edited;
    for (const HyperparameterSpec& spec : hyperparameterSpecs())
        if (spec.effect == HyperparameterEffect::Live)
            latentscape::setHyperparameter(m_edited, spec, getHyperparameter(m_running, spec));
    emit hyperparametersChanged();
}

void TrainingController::setRoles(const ColumnRoles& roles) {
    if (roles == m_roles)
        return;
    try {
        checkOwn();
        if (m_dataset)
            checkPreparations(*m_dataset, roles);
    } catch (const Error& error) {
        emit rolesRefused(error.problem());
        return;
    }
    m_roles = roles;
    if (m_dataset && nothingTrained())
        restart(m_state == RunState::Preparing && goesOn());
    else
        emit hyperparametersChanged();
}

void TrainingController::setRows(const RowRequest& rows) {
    if (rows == m_rows)
        return;
    checkOwn();
    if (m_dataset)
        checkRows(*m_dataset, rows);
    m_rows = rows;
    if (m_dataset && nothingTrained())
        restart(m_state == RunState::Preparing && goesOn());
    else
        emit hyperparametersChanged();
}

void TrainingController::discardPending() {
    Hyperparameters kept = m_edited;
    for (const HyperparameterSpec* const spec : pending())
        latentscape::setHyperparameter(kept, *spec, getHyperparameter(m_running, *spec));
    setHyperparameters(kept);
    setRows(m_runningRows);
    if (rolesPending()) {
        setRoles(m_runningRoles);
        emit rolesReverted();
    }
}

std::optional<ModelMemory> TrainingController::memory() const {
    if (!m_data)
        return std::nullopt;
    return modelMemory(vaeConfig(m_data->preprocessor, m_edited), m_edited,
                       Index(m_data->split.training.size()));
}

void TrainingController::checkMemory(const Hyperparameters& wished) const {
    if (!m_data)
        return;
    const auto memoryOf = [this](const Hyperparameters& hyperparameters) {
        return modelMemory(vaeConfig(m_data->preprocessor, hyperparameters), hyperparameters,
                           Index(m_data->split.training.size()));
    };
    const ModelMemory needed = memoryOf(wished);
    const std::uint64_t inUse = memoryOf(m_running).total();
    // What the run holds is free by then; and a smaller model is always better than this one.
    if (needed.total() > inUse)
        checkModelMemory(needed, availableMemory() + inUse);
}

void TrainingController::setHyperparameters(const Hyperparameters& wished) {
    const std::vector<const HyperparameterSpec*> changed = differences(m_edited, wished);
    if (changed.empty())
        return;
    checkOwn();
    validate(wished);
    checkMemory(wished);
    m_edited = wished;
    bool waits = false;
    for (const HyperparameterSpec* const spec : changed) {
        if (spec->effect != HyperparameterEffect::Live) {
            waits = true;
        } else if (m_dataset) {
            const HyperparameterValue value = getHyperparameter(wished, *spec);
            latentscape::setHyperparameter(m_running, *spec, value);
            post([key = std::string(spec->key), value](TrainingWorker& worker) { worker.apply(key, value); });
        }
    }
    m_runs.setHyperparameters(m_run, m_running);
    if (waits && m_dataset && nothingTrained())
        restart(m_state == RunState::Preparing && goesOn());
    else
        emit hyperparametersChanged();
}

void TrainingController::setHyperparameter(const HyperparameterSpec& spec, const HyperparameterValue& value) {
    setHyperparameters(withChanges(m_edited, {{std::string(spec.key), value}}));
}

void TrainingController::makeRoomToGoOn() {
    // A run whose epochs are done goes on for as many again as a new run gets.
    if (hasRun() && m_progress.epoch >= double(m_running.epochs))
        setHyperparameter(hyperparameterSpec("epochs"),
                          std::int64_t(m_progress.epoch) + m_recommended.epochs);
}

void TrainingController::run() {
    if (isFollowing())
        return;
    makeRoomToGoOn();
    m_startsRunning = true;
    post([](TrainingWorker& worker) { worker.resume(); });
}

void TrainingController::pause() {
    m_startsRunning = false;
    post([](TrainingWorker& worker) { worker.pause(); });
}

void TrainingController::toggleRunning() {
    if (m_state == RunState::Running)
        pause();
    else if (hasRun())
        run();
}

void TrainingController::oneStep() {
    post([](TrainingWorker& worker) { worker.oneStep(); });
}

void TrainingController::recover() {
    if (isFollowing())
        return;
    makeRoomToGoOn();
    m_startsRunning = true;
    post([](TrainingWorker& worker) { worker.recover(); });
}

void TrainingController::oneEpoch() {
    post([](TrainingWorker& worker) { worker.oneEpoch(); });
}

void TrainingController::finish() {
    post([](TrainingWorker& worker) { worker.finish(); });
}

void TrainingController::restart(bool running) {
    if (m_dataset && !isFollowing())
        beginAnew(nullptr, running);
}

void TrainingController::beginAnew(TrainingDataPtr data, bool running) {
    // Runs that differ in the model alone share one encoded table.
    if (!data && m_data && m_roles == m_runningRoles && m_rows == m_runningRows &&
        preparedAlike(m_edited, m_running))
        data = m_data;
    begin({.data = std::move(data), .running = running}, {});
}

bool TrainingController::branch(quint64 run, std::int64_t step) {
    const RunRecord* const parent = m_runs.find(run);
    return parent && branch(run, parent->timeline.at(step));
}

bool TrainingController::branch(quint64 run, const TrainerStatePtr& state) {
    const RunRecord* const parent = m_runs.find(run);
    if (!state || !parent || !parent->data)
        return false;
    const std::int64_t step = state->step;
    const bool dropsRoles = m_roles != parent->data->roles;
    RunRecord record;
    record.data = parent->data;
    record.history = historyUpTo(*state, parent->history);
    record.timeline = parent->timeline.upTo(step);
    record.clock = parent->clock;
    std::erase_if(record.clock, [step](const ClockPoint& point) { return point.step > step; });
    const double seconds = record.clock.empty() ? 0 : record.clock.back().seconds;
    const double epoch =
        double(state->epoch) + double(state->position) / double(parent->data->split.training.size());
    record.progress = {.step = step,
                       .epoch = epoch,
                       .elapsedSeconds = seconds,
                       .bestElbo = state->best.elbo,
                       .bestEpoch = std::int64_t(state->best.epoch)};
    record.branchedFrom = {.run = run, .step = step, .epoch = epoch};
    record.name = tr("%1 from epoch %2").arg(parent->name).arg(std::int64_t(epoch));
    m_edited = state->hyperparameters;
    m_roles = parent->data->roles;
    m_rows = parent->data->rows;
    begin({.data = parent->data, .state = state, .elapsedSeconds = seconds}, std::move(record));
    if (dropsRoles)
        emit rolesReverted();
    return true;
}

void TrainingController::begin(RunRequest request, RunRecord record) {
    endCurrent();
    start(std::move(request), std::move(record));
}

void TrainingController::endCurrent() {
    const RunRecord* const last = m_runs.find(m_run);
    if (last && m_progress.step == (last->branchedFrom ? last->branchedFrom->step : 0)) {
        m_runs.remove(m_run);
        return;
    }
    // What it has learned since it told of itself last is not to be lost.
    if (last)
        askState();
    if (m_state != RunState::Diverged)
        m_runs.setState(m_run, RunState::Finished);
}

void TrainingController::start(RunRequest request, RunRecord record) {
    m_followedFolder.reset();
    ++m_run;
    m_running = m_edited;
    m_runningRoles = m_roles;
    m_runningRows = m_rows;
    m_progress = record.progress;
    m_progress.run = m_run;
    m_progress.epochs = m_running.epochs;
    record.run = m_run;
    record.hyperparameters = m_running;
    record.progress = m_progress;
    m_runs.add(std::move(record));
    m_data.reset();
    m_divergence.reset();
    m_state = RunState::Preparing;
    m_startsRunning = request.running;
    request.run = m_run;
    request.dataset = m_dataset;
    request.roles = m_roles;
    request.rows = m_rows;
    request.hyperparameters = m_running;
    request.largestState = m_runs.find(m_run)->timeline.budget();
    post([request](TrainingWorker& worker) { worker.start(request); });
    emit runStarted();
    emit stateChanged(m_state);
    emit hyperparametersChanged();
}

void TrainingController::checkOwn() const {
    if (const std::optional<Problem> problem = refusal())
        throw Error(problem->code, problem->facts);
}

std::optional<Problem> TrainingController::refusal() const {
    if (!isFollowing())
        return std::nullopt;
    return Problem{ProblemCode::RunInUse, {{"watched", m_followedFolder->toStdString()}}};
}

quint64 TrainingController::follow(RunRecord record, const QString& folder, std::vector<KeptRun> beside) {
    endCurrent();
    post([](TrainingWorker& worker) { worker.clear(); });
    m_followedFolder = folder;
    for (KeptRun& other : beside) {
        other.record.run = other.record.progress.run = other.snapshot->run = ++m_run;
        m_runs.add(std::move(other.record));
        m_runs.keepState(m_run, other.state);
        m_runs.setSnapshot(other.snapshot);
    }
    record.run = ++m_run;
    record.progress.run = m_run;
    m_edited = m_running = record.hyperparameters;
    if (record.data) {
        m_dataset = record.data->dataset;
        m_roles = record.data->roles;
        m_rows = record.data->rows;
        m_recommended = recommendedHyperparameters(*record.data);
    }
    m_runningRoles = m_roles;
    m_runningRows = m_rows;
    m_data = record.data;
    m_progress = record.progress;
    m_state = record.state;
    m_divergence.reset();
    m_startsRunning = false;
    m_runs.add(std::move(record));
    emit runStarted();
    emit stateChanged(m_state);
    emit hyperparametersChanged();
    if (m_data)
        emit dataPrepared(m_data);
    emit metricsUpdated(m_progress);
    return m_run;
}

void TrainingController::addFollowed(const MetricsUpdate& update) {
    for (const HyperparameterEdit& edit : update.latest.edits)
        latentscape::setHyperparameter(m_running, hyperparameterSpec(edit.key), edit.after);
    if (!update.latest.edits.empty()) {
        m_edited = m_running;
        m_runs.setHyperparameters(m_run, m_running);
        emit hyperparametersChanged();
    }
    onMetrics(update);
}

void TrainingController::newSeed() {
    if (isFollowing())
        return;
    const HyperparameterSpec& seed = hyperparameterSpec("seed");
    const bool wasRunning = goesOn();
    m_edited.seed = m_edited.seed < std::int64_t(seed.maximum) ? m_edited.seed + 1 : 0;
    restart(wasRunning);
}

void TrainingController::setPace(double epochsPerSecond) {
    m_pace = epochsPerSecond;
    emit paceChanged();
    post([epochsPerSecond](TrainingWorker& worker) { worker.setPace(epochsPerSecond); });
}

void TrainingController::snapshotConsumed() {
    post([](TrainingWorker& worker) { worker.snapshotConsumed(); });
}

void TrainingController::askState() {
    post([](TrainingWorker& worker) { worker.tellState(); });
}

bool TrainingController::followRecommendation(const TrainingData& data) {
    const Hyperparameters before = std::exchange(m_recommended, recommendedHyperparameters(data));
    bool any = false;
    for (const HyperparameterSpec* const spec : differences(before, m_recommended)) {
        if (getHyperparameter(m_edited, *spec) != getHyperparameter(before, *spec))
            continue;
        latentscape::setHyperparameter(m_edited, *spec, getHyperparameter(m_recommended, *spec));
        any = true;
    }
    return any;
}

void TrainingController::onPrepared(quint64 run, const TrainingDataPtr& data) {
    if (run != m_run)
        return;
    // How many rows are used is known now; what follows from that has no part in the encoding. A branch goes
    // on with what it has.
    const RunRecord* const record = m_runs.find(run);
    if (!(record && record->branchedFrom) && followRecommendation(*data)) {
        beginAnew(data, m_startsRunning);
        return;
    }
    m_data = data;
    m_recommended = recommendedHyperparameters(*data);
    m_runs.setData(run, data);
    emit dataPrepared(data);
}

void TrainingController::onMetrics(const MetricsUpdate& update) {
    // The last words of a run that another one has replaced.
    m_runs.append(update);
    if (update.run != m_run)
        return;
    m_progress = update;
    emit metricsUpdated(update);
}

void TrainingController::onSnapshot(const LatentSnapshotPtr& snapshot) {
    if (snapshot->run != m_run)
        return;
    m_runs.setSnapshot(snapshot);
    emit snapshotReady(snapshot);
}

void TrainingController::onStateKept(quint64 run, const TrainerStatePtr& state) {
    if (run == m_run)
        m_runs.keepState(run, state);
}

void TrainingController::onStateTold(quint64 run, const TrainerStatePtr& state) {
    emit stateTold(run, state);
}

void TrainingController::onState(quint64 run, RunState state) {
    if (run != m_run || state == m_state)
        return;
    m_state = state;
    m_runs.setState(run, state);
    if (state != RunState::Diverged)
        m_divergence.reset();
    emit stateChanged(state);
}

void TrainingController::onFailed(quint64 run, const Problem& problem) {
    if (run != m_run)
        return;
    if (problem.code == ProblemCode::TrainingDiverged)
        m_divergence = problem;
    emit failed(problem);
}

}  // namespace latentscape::ui
