#include "ui/training/doctor.h"

#include <algorithm>

namespace latentscape::ui {
namespace {

/// Between two looks at a run that goes on: at least so long, and so many times longer than a look takes.
constexpr qint64 kPauseMilliseconds = 3000;
constexpr qint64 kPauseFactor = 200;
/// Before that, a run has not found its way, and nearly everything can still be said against it.
constexpr double kFirstEpoch = 20;
constexpr std::int64_t kFirstStep = 5000;
/// Rows that are judged.
constexpr Index kJudgedRows = 2000;
/// Draws of each for the importance-weighted bound of a run that has ended.
constexpr int kBoundSamples = 50;
/// Records that are looked at: enough for every finding, and copied within a moment.
constexpr std::size_t kRecentRecords = 20000;

bool isUrgent(const Finding& finding) {
    return finding.goBack;
}

/// What may still come right by itself while a run goes on, and what patience would mend.
bool canWait(FindingKind kind, const Hyperparameters& hyperparameters) {
    switch (kind) {
        case FindingKind::VarianceAtFloor:
        case FindingKind::ColumnIsNoise:
        case FindingKind::PriorMismatch:
            return true;
        case FindingKind::OverFitting:
            return hyperparameters.patience > 0;
        default:
            return false;
    }
}

template <class Record>
std::vector<Record> recent(const std::vector<Record>& records) {
    const std::size_t count = std::min(records.size(), kRecentRecords);
    return {records.end() - std::ptrdiff_t(count), records.end()};
}

/// The end of a history, and its best epoch.
MetricsHistory recentHistory(const MetricsHistory& history, std::int64_t bestEpoch) {
    MetricsHistory end{.training = recent(history.training),
                       .validation = recent(history.validation),
                       .edits = history.edits};
    if (end.validation.size() < history.validation.size()) {
        const auto best =
            std::ranges::lower_bound(history.validation, double(bestEpoch), {}, &ValidationRecord::epoch);
        if (best != history.validation.end() && best->step < end.validation.front().step)
            end.validation.front() = *best;
    }
    return end;
}

/// Fills in what is only seen by evaluating the model.
void judge(RunEvidence& evidence, const TrainingData& data, const ModelSnapshot& model,
           const Baselines* baselines, const RowList& rows) {
    // How loose the bound is costs many draws of each row, and does not help to steer a run.
    evidence.evaluation = evaluateModel(data.preprocessor, data.table, model, rows,
                                        {.importanceSamples = evidence.finished ? kBoundSamples : 0,
                                         .seed = std::uint64_t(evidence.hyperparameters.seed)});
    if (baselines)
        evidence.baselines = *baselines;
    evidence.columnsAtFloor = columnsAtNoiseFloor(data.preprocessor, model);
    evidence.pictures = data.preprocessor.image().has_value();
}

}  // namespace

Doctor::Doctor(TrainingController& controller, HyperparameterEdits& edits, const RunBaselines& baselines,
               QObject* parent)
    : QObject(parent),
      m_controller(controller),
      m_edits(edits),
      m_task([this](Examination examination) { onExamined(std::move(examination)); }) {
    connect(&controller, &TrainingController::runStarted, this, &Doctor::onRunStarted);
    connect(&controller, &TrainingController::failed, this, &Doctor::onFailed);
    connect(&controller, &TrainingController::snapshotReady, this, &Doctor::onSnapshot);
    connect(&controller, &TrainingController::stateChanged, this, &Doctor::onState);
    connect(&baselines, &RunBaselines::changed, this, &Doctor::onBaselines);
}

void Doctor::onRunStarted() {
    m_task.cancel();
    m_model.reset();
    const RunRecord* const run = m_controller.runs().find(m_controller.currentRun());
    if (run && run->branchedFrom)
        dismissed() = m_dismissed[run->branchedFrom->run];
    m_firstEpochs.clear();
    m_seen.clear();
    m_findings.clear();
    m_examinedEpoch = -1;
    m_lookMilliseconds = 0;
    m_sinceLook.invalidate();
    emit changed();
}

void Doctor::onFailed(const Problem& problem) {
    if (problem.code == ProblemCode::TrainingDiverged)
        examine();
}

void Doctor::onState(RunState state) {
    if (state != RunState::Running)
        return;
    // It goes on, so it no longer stands where it diverged.
    if (std::erase_if(m_findings,
                      [](const Finding& finding) { return finding.kind == FindingKind::Diverged; }))
        emit changed();
}

void Doctor::onBaselines(const FittedBaselinesPtr& baselines) {
    m_fitted = baselines;
    m_judged.reset();
    // A run that stands still has been looked at without them.
    const RunState state = m_controller.state();
    if (m_fitted && m_examinedEpoch >= 0 && (state == RunState::Paused || state == RunState::Finished))
        examine();
}

void Doctor::onSnapshot(const LatentSnapshotPtr& snapshot) {
    m_model = snapshot->model;
    const bool early =
        m_controller.progress().epoch < kFirstEpoch && m_controller.progress().step < kFirstStep;
    if (m_controller.state() == RunState::Running) {
        const qint64 pause = std::max(kPauseMilliseconds, kPauseFactor * m_lookMilliseconds);
        if (early || m_task.isRunning() || (m_sinceLook.isValid() && m_sinceLook.elapsed() < pause))
            return;
    } else if (early && m_controller.state() == RunState::Paused) {
        return;
    }
    examine();
}

void Doctor::examine() {
    const TrainingDataPtr& data = m_controller.data();
    if (!data)
        return;
    m_sinceLook.start();
    const MetricsUpdate& progress = m_controller.progress();
    RunEvidence evidence{.hyperparameters = m_controller.running(),
                         .history = recentHistory(m_controller.history(), progress.bestEpoch),
                         .finished = m_controller.state() == RunState::Finished,
                         .divergence = m_controller.divergence()};
    m_task.run([data, model = m_model, fitted = m_fitted, judged = m_judged, evidence = std::move(evidence),
                epoch = progress.epoch, atRest = m_controller.state() != RunState::Running]() mutable {
        QElapsedTimer clock;
        clock.start();
        // Of parameters that are about to be left behind there is nothing to learn.
        if (model && !evidence.divergence) {
            const RowList& all =
                data->split.validation.empty() ? data->split.training : data->split.validation;
            const RowList rows =
                subsampleRows(all, kJudgedRows, Random(std::uint64_t(evidence.hyperparameters.seed)));
            // Only densities are compared, and large tables have none.
            if (!judged && fitted && fitted->densities)
                judged =
                    std::make_shared<const Baselines>(fitted->judge(data->preprocessor, data->table, rows));
            // That was done once for the whole run, and says nothing of how long the next look takes.
            clock.restart();
            judge(evidence, *data, *model, judged.get(), rows);
        }
        return Examination{.findings = diagnose(evidence),
                           .fitted = fitted,
                           .judged = judged,
                           .epoch = epoch,
                           .atRest = atRest,
                           .milliseconds = clock.elapsed()};
    });
}

void Doctor::onExamined(Examination examination) {
    if (examination.fitted == m_fitted)
        m_judged = examination.judged;
    m_examinedEpoch = examination.epoch;
    m_lookMilliseconds = examination.milliseconds;
    const std::set<FindingKind> before = std::exchange(m_seen, {});
    for (const Finding& finding : examination.findings) {
        m_seen.insert(finding.kind);
        m_firstEpochs.emplace(finding.kind, examination.epoch);
    }
    m_findings = std::move(examination.findings);
    const bool runs = m_controller.state() == RunState::Running;
    std::erase_if(m_findings, [&](const Finding& finding) {
        const bool isEarly =
            !examination.atRest && !isUrgent(finding) &&
            (!before.contains(finding.kind) || canWait(finding.kind, m_controller.running()));
        const bool isOver = finding.kind == FindingKind::Diverged && runs;
        return isEarly || isOver || dismissed().contains(finding.kind);
    });
    emit changed();
}

void Doctor::dismiss(FindingKind kind) {
    dismissed().insert(kind);
    std::erase_if(m_findings, [kind](const Finding& finding) { return finding.kind == kind; });
    emit changed();
}

std::vector<HyperparameterEdit> Doctor::remedy(const Finding& finding) const {
    std::vector<HyperparameterEdit> edits;
    for (const HyperparameterChange& change : finding.changes) {
        const HyperparameterSpec& spec = hyperparameterSpec(change.key);
        const HyperparameterValue before = getHyperparameter(m_controller.edited(), spec);
        if (before != change.value)
            edits.push_back({.key = change.key, .before = before, .after = change.value});
    }
    return edits;
}

void Doctor::apply(const Finding& finding, const QString& name) {
    m_edits.setAll(withChanges(m_controller.edited(), finding.changes), name);
    if (!finding.goBack)
        return;
    // What is being looked at is left behind.
    m_task.cancel();
    m_controller.recover();
    std::erase_if(m_findings, [kind = finding.kind](const Finding& one) { return one.kind == kind; });
    emit changed();
}

}  // namespace latentscape::ui
