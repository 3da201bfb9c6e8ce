#include "ui/training/training_controller.h"

#include "core/support/memory.h"
#include "core/support/parallel.h"
#include "core/training/likelihood_choice.h"
#include "ui/training/training_worker.h"

namespace latentscape::ui {
namespace {

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
    : QObject(parent), m_worker(new TrainingWorker(availableCores())) {
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    connect(m_worker, &TrainingWorker::prepared, this, &TrainingController::onPrepared);
    connect(m_worker, &TrainingWorker::metricsUpdated, this, &TrainingController::onMetrics);
    connect(m_worker, &TrainingWorker::snapshotReady, this, &TrainingController::onSnapshot);
    connect(m_worker, &TrainingWorker::stateChanged, this, &TrainingController::onState);
    connect(m_worker, &TrainingWorker::failed, this, &TrainingController::onFailed);
    m_thread.setObjectName(QStringLiteral("training"));
    m_thread.start();
}

TrainingController::~TrainingController() {
    m_worker->disconnect(this);
    m_thread.quit();
    m_thread.wait();
}

void TrainingController::post(std::function<void(TrainingWorker&)> command) {
    TrainingWorker* const worker = m_worker;
    QMetaObject::invokeMethod(
        worker, [worker, command = std::move(command)] { command(*worker); }, Qt::QueuedConnection);
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
    m_edited = recommendedHyperparameters(m_dataset->rows());
    m_runs.clear();
    begin(data, running);
}

void TrainingController::setRoles(const ColumnRoles& roles) {
    if (roles == m_roles)
        return;
    try {
        if (m_dataset)
            checkPreparations(*m_dataset, roles);
    } catch (const Error& error) {
        emit rolesRefused(error.problem());
        return;
    }
    m_roles = roles;
    if (m_dataset && nothingTrained())
        restart(m_state == RunState::Preparing && m_startsRunning);
    else
        emit hyperparametersChanged();
}

void TrainingController::setRows(const RowRequest& rows) {
    if (rows == m_rows)
        return;
    if (m_dataset)
        checkRows(*m_dataset, rows);
    m_rows = rows;
    if (m_dataset && nothingTrained())
        restart(m_state == RunState::Preparing && m_startsRunning);
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
        restart(m_state == RunState::Preparing && m_startsRunning);
    else
        emit hyperparametersChanged();
}

void TrainingController::setHyperparameter(const HyperparameterSpec& spec, const HyperparameterValue& value) {
    setHyperparameters(withChanges(m_edited, {{std::string(spec.key), value}}));
}

void TrainingController::run() {
    // A run whose epochs are done goes on for as many again as a new run gets.
    if (hasRun() && m_progress.epoch >= double(m_running.epochs))
        setHyperparameter(
            hyperparameterSpec("epochs"),
            std::int64_t(m_progress.epoch) + recommendedHyperparameters(m_dataset->rows()).epochs);
    post([](TrainingWorker& worker) { worker.resume(); });
}

void TrainingController::pause() {
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
    post([](TrainingWorker& worker) { worker.recover(); });
}

void TrainingController::oneEpoch() {
    post([](TrainingWorker& worker) { worker.oneEpoch(); });
}

void TrainingController::finish() {
    post([](TrainingWorker& worker) { worker.finish(); });
}

void TrainingController::restart(bool running) {
    if (m_dataset)
        begin(nullptr, running);
}

void TrainingController::begin(TrainingDataPtr data, bool running) {
    if (m_progress.step == 0)
        m_runs.remove(m_run);
    else if (m_state != RunState::Diverged)
        m_runs.setState(m_run, RunState::Finished);
    ++m_run;
    // Runs that differ in the model alone share one encoded table.
    if (!data && m_data && m_roles == m_runningRoles && m_rows == m_runningRows &&
        preparedAlike(m_edited, m_running))
        data = m_data;
    m_running = m_edited;
    m_runningRoles = m_roles;
    m_runningRows = m_rows;
    m_progress = {.run = m_run, .epochs = m_running.epochs};
    m_runs.add({.run = m_run, .hyperparameters = m_running, .progress = m_progress});
    m_data.reset();
    m_divergence.reset();
    m_state = RunState::Preparing;
    m_startsRunning = running;
    const RunRequest request{.run = m_run,
                             .dataset = m_dataset,
                             .roles = m_roles,
                             .rows = m_rows,
                             .hyperparameters = m_running,
                             .data = std::move(data),
                             .running = running};
    post([request](TrainingWorker& worker) { worker.start(request); });
    emit runStarted();
    emit stateChanged(m_state);
    emit hyperparametersChanged();
}

void TrainingController::newSeed() {
    const HyperparameterSpec& seed = hyperparameterSpec("seed");
    const bool wasRunning = m_state == RunState::Running;
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

void TrainingController::onPrepared(quint64 run, const TrainingDataPtr& data) {
    if (run != m_run)
        return;
    m_data = data;
    m_runs.setData(run, data);
    emit dataPrepared(data);
}

void TrainingController::onMetrics(const MetricsUpdate& update) {
    if (update.run != m_run)
        return;
    m_progress = update;
    m_runs.append(update);
    emit metricsUpdated(update);
}

void TrainingController::onSnapshot(const LatentSnapshotPtr& snapshot) {
    if (snapshot->run != m_run)
        return;
    m_runs.setSnapshot(snapshot);
    emit snapshotReady(snapshot);
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
