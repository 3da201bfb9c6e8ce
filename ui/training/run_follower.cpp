#include "ui/training/run_follower.h"

#include <QFileInfo>
#include <algorithm>
#include <cmath>

#include "core/training/best_parameters.h"
#include "ui/training/kept_run.h"

namespace latentscape::ui {
namespace {

/// Where no lock tells, a process counts as ended when nothing has changed for so long.
constexpr qint64 kSilentMilliseconds = 30'000;
constexpr std::size_t kPaceUpdates = 10;

/// Whether the table of one is encoded for the other, too.
bool haveOneTable(const RunConfig& one, const RunConfig& other) {
    return !one.contentHash.empty() && one.contentHash == other.contentHash &&
           one.source.path == other.source.path && one.source.roles == other.source.roles &&
           one.source.rowRequest == other.source.rowRequest &&
           preparedAlike(one.hyperparameters, other.hyperparameters);
}

Hyperparameters changedBy(const std::vector<HyperparameterEdit>& edits, Hyperparameters hyperparameters) {
    for (const HyperparameterEdit& edit : edits)
        setHyperparameter(hyperparameters, hyperparameterSpec(edit.key), edit.after);
    return hyperparameters;
}

}  // namespace

RunFollower::RunFollower(TrainingController& controller, QObject* parent)
    : QObject(parent),
      m_controller(controller),
      m_encode([this](const LatentSnapshotPtr& snapshot) {
          if (snapshot && snapshot->run == m_run)
              m_controller.showFollowed(snapshot);
      }),
      m_look([this](const Look& look) { onLook(look); },
             // Too little memory now; there may be more at the next look.
             [this](const std::exception_ptr&) { m_timer.start(); }) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(kLookMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &RunFollower::look);
    connect(&controller, &TrainingController::runStarted, this, [this] {
        const bool isOnScreen = m_run != 0 || m_replaced != 0;
        if (isOnScreen && m_controller.currentRun() != m_run)
            stop();
    });
}

RunFollower::~RunFollower() = default;

void RunFollower::follow(const QString& folder) {
    stop();
    m_folder = folder;
    m_watch = std::make_shared<RunWatch>(QFileInfo(folder).absoluteFilePath().toStdString());
    look();
}

void RunFollower::stop() {
    m_timer.stop();
    m_look.cancel();
    m_encode.cancel();
    const bool wasActive = isActive();
    m_watch.reset();
    m_config.reset();
    m_data.reset();
    m_state.reset();
    m_early.clear();
    m_run = m_replaced = 0;
    m_isWritten = m_wasLocked = m_isGone = false;
    m_changed.invalidate();
    if (wasActive)
        emit statusChanged();
}

void RunFollower::look() {
    // Looks never overlap: the watch belongs to one of them at a time.
    m_look.run([watch = m_watch]() -> Look {
        Look look{.news = watch->look(), .state = nullptr};
        if (look.news.checkpoint)
            look.state = std::make_shared<const TrainerState>(look.news.checkpoint->state);
        return look;
    });
}

void RunFollower::onLook(const Look& look) {
    const RunNews& news = look.news;
    m_timer.start();
    m_isGone = news.isGone;
    m_secondsOld = news.secondsOld;
    if (!m_config && !news.config && (news.isGone || news.problem)) {
        const Problem problem =
            news.problem.value_or(Problem{ProblemCode::FileNotFound, {{"file", m_folder.toStdString()}}});
        stop();
        emit failed(problem);
        return;
    }
    m_secondsTrained = news.secondsTrained;
    const bool anew = news.config.has_value();
    const bool sameTable = anew && m_config && m_data && haveOneTable(*m_config, *news.config);
    // What is found first may be long over.
    if (m_config && news.tellsAnything())
        m_changed.start();
    if (anew) {
        m_config = news.config;
        m_state.reset();
        m_early.clear();
    }
    if (anew && m_run != 0)
        m_replaced = std::exchange(m_run, 0);
    if (anew && !sameTable)
        m_data.reset();
    m_wasLocked = m_wasLocked || news.isWritten;
    m_isWritten = !news.isGone && (news.isWritten || (!m_wasLocked && m_changed.isValid() &&
                                                      m_changed.elapsed() < kSilentMilliseconds));
    if (look.state) {
        m_state = look.state;
        m_encoding = news.checkpoint->preprocessor.columns();
    }
    if (m_run == 0) {
        m_early.append(news.latest);
        if (sameTable)
            show();
        else if (anew)
            emit found(*m_config);
    } else {
        addLatest(news.latest);
        if (look.state)
            showCheckpoint();
        showState();
    }
    emit statusChanged();
}

void RunFollower::setData(const TrainingDataPtr& data, std::vector<KeptRun> beside) {
    if (!m_config || m_run != 0)
        return;
    m_data = data;
    show(std::move(beside));
    emit statusChanged();
}

void RunFollower::show(std::vector<KeptRun> beside) {
    const quint64 replaced = std::exchange(m_replaced, 0);
    RunRecord record;
    record.name = QFileInfo(QFileInfo(m_folder).absoluteFilePath()).fileName();
    record.hyperparameters = changedBy(m_early.edits, m_config->hyperparameters);
    record.data = m_data;
    m_step = 0;
    m_epoch = m_bestEpoch = 0;
    m_bestElbo = -std::numeric_limits<double>::infinity();
    m_pace = {{0, 0}};
    record.progress = progress(m_early, record.hyperparameters);
    record.progress.latest.clear();
    record.clock = {{.step = 0, .seconds = 0}};
    if (m_step > 0)
        record.clock.push_back({.step = m_step, .seconds = m_secondsTrained});
    record.history = std::exchange(m_early, {});
    record.state = stateNow(record.hyperparameters);
    m_run = m_controller.follow(std::move(record), m_folder, std::move(beside));
    if (replaced != 0)
        m_controller.runs().remove(replaced);
    showCheckpoint();
}

void RunFollower::showCheckpoint() {
    if (!isUsable())
        return;
    m_controller.keepFollowed(m_state);
    encode();
}

bool RunFollower::isUsable() const {
    return m_data && m_state && fits(*m_data, *m_state, m_encoding);
}

MetricsUpdate RunFollower::progress(MetricsHistory latest, const Hyperparameters& running) {
    const auto reach = [this](const auto& record) {
        m_step = std::max(m_step, record.step);
        m_epoch = std::max(m_epoch, record.epoch);
    };
    std::ranges::for_each(latest.training, reach);
    for (const ValidationRecord& record : latest.validation) {
        reach(record);
        if (record.terms.elbo() > m_bestElbo) {
            m_bestElbo = record.terms.elbo();
            m_bestEpoch = record.epoch;
        }
    }
    if (m_epoch > m_pace.back().second)
        m_pace.emplace_back(m_secondsTrained, m_epoch);
    if (m_pace.size() > kPaceUpdates)
        m_pace.pop_front();
    const double seconds = m_pace.back().first - m_pace.front().first;
    const double pace = seconds > 0 ? (m_pace.back().second - m_pace.front().second) / seconds : 0;
    const double trainingRows = m_data ? double(m_data->split.training.size()) : 0;
    const bool isPatient = running.patience > 0;
    const double sinceBest = m_epoch - m_bestEpoch;
    return {.run = m_run,
            .latest = std::move(latest),
            .step = m_step,
            .epoch = m_epoch,
            .epochs = running.epochs,
            .rowsPerSecond = pace * trainingRows,
            .elapsedSeconds = m_secondsTrained,
            .remainingSeconds = pace > 0 ? std::max(0.0, double(running.epochs) - m_epoch) / pace : 0,
            .bestElbo = m_bestElbo,
            .bestEpoch = std::int64_t(m_bestEpoch),
            .keepsBest = isPatient && std::isfinite(m_bestElbo) && sinceBest > 0,
            .endedByPatience =
                isPatient && m_epoch < double(running.epochs) && sinceBest >= double(running.patience)};
}

void RunFollower::addLatest(const MetricsHistory& latest) {
    if (!latest.training.empty() || !latest.validation.empty() || !latest.edits.empty() ||
        !latest.recoveries.empty())
        m_controller.addFollowed(progress(latest, changedBy(latest.edits, m_controller.running())));
}

RunState RunFollower::stateNow(const Hyperparameters& running) const {
    if (m_isWritten)
        return RunState::Running;
    const bool ended = m_epoch >= double(running.epochs) ||
                       (running.patience > 0 && m_epoch - m_bestEpoch >= double(running.patience));
    return ended ? RunState::Finished : RunState::Paused;
}

void RunFollower::showState() {
    const RunState state = stateNow(m_controller.running());
    if (state == m_controller.state())
        return;
    m_controller.setFollowedState(state);
    // All rows, now that nobody trains; or fewer again.
    encode();
}

void RunFollower::encode() {
    if (m_run == 0 || !isUsable())
        return;
    const bool best = stateNow(m_controller.running()) == RunState::Finished && keepsBest(*m_state);
    m_encode.run([run = m_run, data = m_data, state = m_state, best, all = !m_isWritten] {
        const std::shared_ptr<LatentSnapshot> snapshot = snapshotOf(*data, *state, best, all);
        snapshot->run = run;
        return LatentSnapshotPtr(snapshot);
    });
}

bool RunFollower::takeOver() {
    return canTakeOver() && m_controller.branch(m_run, m_state);
}

}  // namespace latentscape::ui
