#include "ui/shell/session.h"

#include <QDir>
#include <QFileInfo>
#include <algorithm>
#include <utility>

#include "core/data/generators.h"
#include "core/data/role_request.h"
#include "core/support/parallel.h"
#include "ui/import/read_table.h"
#include "ui/shell/project_reader.h"

namespace latentscape::ui {
namespace {

/// More would tell no more of when a step was done than a straight line between two of them.
constexpr std::size_t kMostClockPoints = 1000;

std::vector<std::pair<std::int64_t, double>> thinned(const std::vector<ClockPoint>& clock) {
    const std::size_t stride = clock.size() / kMostClockPoints + 1;
    std::vector<std::pair<std::int64_t, double>> points;
    for (std::size_t i = 0; i < clock.size(); ++i)
        if (i % stride == 0 || i + 1 == clock.size())
            points.emplace_back(clock[i].step, clock[i].seconds);
    return points;
}

int numberOf(const ProjectRun& run) {
    return QString::fromStdString(run.folder).section('/', 1).toInt();
}

ProjectRun::State keptState(RunState state) {
    return state == RunState::Finished   ? ProjectRun::State::Finished
           : state == RunState::Diverged ? ProjectRun::State::Diverged
                                         : ProjectRun::State::Paused;
}

}  // namespace

Session::Session(TrainingController& controller, ViewState& viewState, const QString& root, QObject* parent)
    : QObject(parent),
      m_controller(controller),
      m_viewState(viewState),
      m_root(root),
      m_writer(std::make_unique<SessionWriter>(root.toStdString())) {
    if (!isEnabled())
        return;
    m_orders.moveToThread(&m_thread);
    m_thread.setObjectName(QStringLiteral("session"));
    m_thread.start();
    // It shall not hold up the training.
    m_orders.post([] { lowerThreadPriority(); });
    m_timer.setInterval(kKeepMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_changes != m_keptChanges)
            keep();
    });
    connectChanges();
}

Session::~Session() {
    if (!isEnabled())
        return;
    // After all that was ordered before.
    m_orders.post([thread = &m_thread] { thread->quit(); });
    m_thread.wait();
}

void Session::connectChanges() {
    connect(&m_controller, &TrainingController::metricsUpdated, this, &Session::onMetrics);
    connect(&m_controller, &TrainingController::stateTold, this, &Session::onStateTold);
    connect(&m_controller, &TrainingController::stateChanged, this, [this](RunState state) {
        const bool stopped =
            state == RunState::Paused || state == RunState::Finished || state == RunState::Diverged;
        if (stopped && m_changes != m_keptChanges)
            keep();
    });
    connect(&m_controller, &TrainingController::hyperparametersChanged, this, &Session::onWishes);
    RunList& runs = m_controller.runs();
    connect(&runs, &RunList::runAdded, this, [this](quint64 run) {
        // A branch has been trained before it begins.
        const RunRecord& record = *m_controller.runs().find(run);
        m_steps[run] = record.progress.step;
        m_looks[run] = {record.name, record.visible};
    });
    connect(&runs, &RunList::runChanged, this, &Session::onRunChanged);
    connect(&runs, &RunList::runRemoved, this, &Session::onRunRemoved);
    connect(&m_viewState.groups(), &Groups::changed, this, [this] {
        if (m_source && m_viewState.groups().all() != m_groups) {
            m_groups = m_viewState.groups().all();
            setChanged();
        }
    });
}

QString Session::suggestedFile() const {
    if (!m_file.isEmpty() || !m_source)
        return m_file;
    const QString path = QString::fromStdString(m_source->path);
    const QString name =
        QString::fromStdString(m_controller.dataset()->name()) + QLatin1String(kProjectEnding);
    return isFilePath(m_source->path) ? QFileInfo(path).dir().filePath(name) : QDir::home().filePath(name);
}

bool Session::canEmbedTable() const {
    return m_source && !m_source->path.starts_with(kGeneratedPrefix);
}

void Session::restart() {
    ++m_generation;
    m_changes = m_toldChanges = m_keptChanges = m_savedChanges = 0;
    m_numbers.clear();
    m_lastNumber = 0;
    m_unread.clear();
    m_told.clear();
    m_toldSteps.clear();
    m_removed.clear();
    m_groups = m_viewState.groups().all();
    m_wishes = wishes();
    m_save.reset();
    m_saveReady = m_writesSave = m_writing = m_writeAgain = m_failureTold = false;
    m_timer.start();
    emit modifiedChanged();
}

void Session::begin(const RunSource& source) {
    if (!isEnabled())
        return;
    m_source = source;
    if (isFilePath(source.path))
        m_source->path = QFileInfo(QString::fromStdString(source.path)).absoluteFilePath().toStdString();
    m_file.clear();
    m_embedsTable = false;
    restart();
    m_orders.post([writer = m_writer.get()] { writer->discard(); });
}

void Session::adopt(const RestoredProject& restored, const QString& file) {
    const Project& project = restored.project;
    m_source = project.source;
    m_file = file;
    m_embedsTable = project.embedded;
    restart();
    const std::vector<RunRecord>& runs = m_controller.runs().runs();
    for (std::size_t i = 0; i < std::min(runs.size(), project.runs.size()); ++i) {
        m_numbers[runs[i].run] = numberOf(project.runs[i]);
        m_toldSteps[runs[i].run] = runs[i].progress.step;
    }
    m_unread = restored.unread;
    // Without a file of its own it is not saved anywhere.
    if (file.isEmpty())
        setChanged();
    std::set<std::string> begun;
    const auto takeFolders = [&](const std::vector<ProjectRun>& kept) {
        for (const ProjectRun& run : kept) {
            begun.insert(run.folder);
            m_lastNumber = std::max(m_lastNumber, numberOf(run));
        }
    };
    takeFolders(project.runs);
    takeFolders(m_unread);
    keepFolder(restored.folder);
    m_orders.post([writer = m_writer.get(), folder = restored.folder, begun] {
        writer->discard();
        writer->adopt(folder, begun);
    });
}

void Session::discard() {
    if (!isEnabled())
        return;
    restart();
    m_source.reset();
    m_orders.post([writer = m_writer.get()] { writer->discard(); });
}

void Session::setChanged() {
    const bool before = isModified();
    ++m_changes;
    if (!before)
        emit modifiedChanged();
}

void Session::onMetrics(const MetricsUpdate& update) {
    const bool steered = !update.latest.edits.empty() || !update.latest.recoveries.empty();
    if (m_controller.isFollowing())
        return;
    if (update.step <= m_steps[update.run] && !(steered && update.step > 0))
        return;
    m_steps[update.run] = update.step;
    setChanged();
}

std::optional<Session::Wishes> Session::wishes() const {
    if (m_controller.pendingCount() == 0)
        return std::nullopt;
    return Wishes{m_controller.edited(), m_controller.roles(), m_controller.rows()};
}

void Session::onWishes() {
    std::optional<Wishes> now = wishes();
    // What is taken over at once is not waited for.
    if (m_source && std::exchange(m_wishes, now) != now)
        setChanged();
}

void Session::onRunChanged(quint64 run) {
    const RunRecord& record = *m_controller.runs().find(run);
    const std::pair look(record.name, record.visible);
    if (std::exchange(m_looks[run], look) != look)
        setChanged();
}

void Session::onRunRemoved(quint64 run) {
    m_steps.erase(run);
    m_toldSteps.erase(run);
    m_looks.erase(run);
    const auto number = m_numbers.find(run);
    if (number == m_numbers.end())
        return;
    const std::string folder = folderOf(run);
    m_told.erase(folder);
    m_removed.push_back(folder);
    m_numbers.erase(number);
    setChanged();
}

std::string Session::folderOf(quint64 run) {
    int& number = m_numbers[run];
    if (number == 0)
        number = ++m_lastNumber;
    return "runs/" + std::to_string(number);
}

void Session::askState() {
    // A run of another process is kept by that one; there is nobody here to ask.
    if (m_controller.isFollowing()) {
        onTold();
        return;
    }
    ++m_awaited;
    m_controller.askState();
}

void Session::keep() {
    if (m_source)
        askState();
}

void Session::save(const QString& file, bool embedTable) {
    if (!m_source)
        return;
    m_save = SaveRequest{file, m_embedsTable || (embedTable && canEmbedTable())};
    m_saveReady = false;
    askState();
}

void Session::onStateTold(quint64 run, const TrainerStatePtr& state) {
    // Others ask, too.
    m_awaited = std::max(0, m_awaited - 1);
    if (!m_source)
        return;
    const RunRecord* const record = m_controller.runs().find(run);
    if (state && record && record->data) {
        const std::string folder = folderOf(run);
        m_told[folder] = {.folder = folder,
                          .data = record->data,
                          .state = state,
                          .history = std::make_shared<const MetricsHistory>(record->history)};
        m_toldSteps[run] = state->step;
    }
    if (run == m_controller.currentRun()) {
        if (state || !record || !hasMoreToTell(*record)) {
            onTold();
        } else if (std::exchange(m_save, std::nullopt)) {
            // Without its last steps the project would not be what was asked for.
            emit saveFailed({ProblemCode::OutOfMemory, {{"what", "a copy of the run"}}});
        }
        return;
    }
    // Another run has begun meanwhile, and what is to be saved waits for its answer.
    if (m_save)
        askState();
    if (m_writing)
        m_writeAgain = true;
    else
        writeNow();
}

bool Session::hasMoreToTell(const RunRecord& run) const {
    const auto told = m_toldSteps.find(run.run);
    const std::int64_t first = run.branchedFrom ? run.branchedFrom->step : 0;
    return run.progress.step > (told != m_toldSteps.end() ? told->second : first);
}

bool Session::hasRunsOfOthers() const {
    return std::ranges::any_of(m_controller.runs().runs(), [this](const RunRecord& run) {
        return !m_numbers.contains(run.run) && run.state != RunState::Preparing && run.progress.step > 0;
    });
}

void Session::onTold() {
    m_toldChanges = m_changes;
    m_saveReady = m_save.has_value();
    if (m_writing)
        m_writeAgain = true;
    else
        writeNow();
}

void Session::writeNow() {
    Report report{.problem = {}, .save = {}, .changes = m_toldChanges, .told = {}, .removed = m_removed};
    if (m_saveReady) {
        m_saveReady = false;
        report.save = std::exchange(m_save, std::nullopt);
    }
    m_writesSave = report.save.has_value();
    for (const auto& [folder, run] : m_told)
        report.told.push_back(run);
    m_told.clear();
    m_removed.clear();
    m_writing = true;
    m_writeAgain = false;
    m_orders.post(
        [this, writer = m_writer.get(), content = content(report.save), report, generation = m_generation] {
            Report done = report;
            const std::string file = report.save ? report.save->file.toStdString() : std::string();
            try {
                SessionContent written = content;
                written.told = report.told;
                written.removed = report.removed;
                writer->write(std::move(written));
                if (report.save)
                    writer->pack(file);
            } catch (...) {
                done.problem = problemOf(std::current_exception(), QString::fromStdString(file));
            }
            m_reports.post([this, done, generation] {
                if (generation == m_generation)
                    onWritten(done);
            });
        });
}

void Session::onWritten(const Report& report) {
    m_writing = m_writesSave = false;
    if (report.problem) {
        // What is newer by now stays.
        for (const ToldRun& run : report.told)
            m_told.try_emplace(run.folder, run);
        m_removed.insert(m_removed.end(), report.removed.begin(), report.removed.end());
        if (report.save)
            emit saveFailed(*report.problem);
        else if (!std::exchange(m_failureTold, true))
            emit keepingFailed(*report.problem);
    } else {
        m_failureTold = false;
        m_keptChanges = report.changes;
        if (report.save) {
            m_savedChanges = report.changes;
            m_file = report.save->file;
            m_embedsTable = report.save->embedTable;
            emit modifiedChanged();
            emit saved(report.save->file);
        }
        emit kept();
    }
    if (m_writeAgain)
        writeNow();
}

SessionContent Session::content(const std::optional<SaveRequest>& save) {
    SessionContent content{
        .project = save ? project(save->file, save->embedTable) : project(m_file, m_embedsTable),
        .dataset = m_controller.dataset(),
        .view = viewOf(m_viewState),
        .told = {},
        .pasts = {},
        .removed = {}};
    if (m_describe)
        m_describe(content.view);
    if (save)
        for (const RunRecord& record : m_controller.runs().runs())
            if (record.data && m_numbers.contains(record.run))
                content.pasts.push_back({folderOf(record.run), record.data, record.timeline,
                                         std::make_shared<const MetricsHistory>(record.history)});
    return content;
}

Project Session::project(const QString& file, bool embedsTable) const {
    Project project{.source = *m_source,
                    .relativePath = {},
                    .contentHash = {},
                    .embedded = embedsTable,
                    .hyperparameters = m_controller.edited()};
    project.source.roles = requestOf(*m_controller.dataset(), m_controller.roles());
    project.source.rowRequest = m_controller.rows();
    if (!file.isEmpty() && isFilePath(m_source->path))
        project.relativePath = QDir(QFileInfo(file).absolutePath())
                                   .relativeFilePath(QString::fromStdString(m_source->path))
                                   .toStdString();
    project.runs = m_unread;
    std::map<quint64, int> places;
    for (const RunRecord& record : m_controller.runs().runs()) {
        const auto number = m_numbers.find(record.run);
        if (number == m_numbers.end())
            continue;
        ProjectRun run{.folder = "runs/" + std::to_string(number->second),
                       .name = record.name.toStdString(),
                       .colour = record.colour,
                       .visible = record.visible};
        if (record.branchedFrom) {
            const auto parent = places.find(record.branchedFrom->run);
            run.branchedFrom = {.run = parent != places.end() ? parent->second : 0,
                                .step = record.branchedFrom->step,
                                .epoch = record.branchedFrom->epoch};
        }
        run.state = keptState(record.state);
        if (run.state == ProjectRun::State::Diverged && record.run == m_controller.currentRun() &&
            m_controller.divergence())
            run.divergence = m_controller.divergence()->facts;
        run.clock = thinned(record.clock);
        project.runs.push_back(std::move(run));
        places[record.run] = int(project.runs.size());
    }
    return project;
}

}  // namespace latentscape::ui
