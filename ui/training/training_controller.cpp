#include "ui/training/training_controller.h"

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
    m_recommended = recommendedHyperparameters(*data);
    m_edited = m_recommended;
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

void TrainingController::setHyperparameter(const HyperparameterSpec& spec, const HyperparameterValue& value) {
    if (getHyperparameter(m_edited, spec) == value)
        return;
    latentscape::setHyperparameter(m_edited, spec, value);
    const bool live = spec.effect == HyperparameterEffect::Live;
    if (live && m_dataset) {
        latentscape::setHyperparameter(m_running, spec, value);
        post([key = std::string(spec.key), value](TrainingWorker& worker) { worker.apply(key, value); });
    }
    if (!live && m_dataset && nothingTrained())
        restart(m_state == RunState::Preparing && m_startsRunning);
    else
        emit hyperparametersChanged();
}

void TrainingController::run() {
    // A run whose epochs are done goes on for as many again as a new run gets.
    if (hasRun() && m_progress.epoch >= double(m_running.epochs))
        setHyperparameter(hyperparameterSpec("epochs"),
                          std::int64_t(m_progress.epoch) + m_recommended.epochs);
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
    ++m_run;
    m_running = m_edited;
    m_runningRoles = m_roles;
    m_runningRows = m_rows;
    m_history.clear();
    m_progress = {.run = m_run, .epochs = m_running.epochs};
    m_data.reset();
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
    // How many rows are used is known now; what follows from that has no part in the encoding.
    if (followRecommendation(*data)) {
        begin(data, m_startsRunning);
        return;
    }
    m_data = data;
    emit dataPrepared(data);
}

void TrainingController::onMetrics(const MetricsUpdate& update) {
    if (update.run != m_run)
        return;
    m_history.append(update.latest);
    m_progress = update;
    emit metricsUpdated(update);
}

void TrainingController::onSnapshot(const LatentSnapshotPtr& snapshot) {
    if (snapshot->run == m_run)
        emit snapshotReady(snapshot);
}

void TrainingController::onState(quint64 run, RunState state) {
    if (run != m_run || state == m_state)
        return;
    m_state = state;
    emit stateChanged(state);
}

void TrainingController::onFailed(quint64 run, const Problem& problem) {
    if (run == m_run)
        emit failed(problem);
}

}  // namespace latentscape::ui
