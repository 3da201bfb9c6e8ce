#include "ui/shell/run_opener.h"

#include <QFileDialog>
#include <QFileInfo>
#include <algorithm>
#include <iterator>

#include "core/storage/run_folders.h"
#include "core/storage/run_table.h"

namespace latentscape::ui {

RunOpener::RunOpener(TrainingController& controller, FileOpener& tables, MessageBar& messages,
                     QWidget* window)
    : QObject(window),
      m_controller(controller),
      m_tables(tables),
      m_messages(messages),
      m_window(window),
      m_follower(newFollower()),
      m_list([this](const std::vector<std::string>& folders) { onFolders(folders); }),
      m_load([this](LoadedRuns loaded) { onLoaded(loaded); },
             [this](const std::exception_ptr& thrown) {
                 onTableFailed(problemOf(thrown, QString::fromStdString(m_config.source.path)));
             },
             [this](double share) { showProgress(share); }) {
    connect(&m_tables, &FileOpener::opened, this, [this] {
        if (!m_isShowing)
            stop();
    });
}

std::unique_ptr<RunFollower> RunOpener::newFollower() {
    auto follower = std::make_unique<RunFollower>(m_controller);
    follower->setInterval(m_interval);
    connect(follower.get(), &RunFollower::found, this,
            [this, one = follower.get(), folders = m_folders, table = m_table](const RunConfig& config) {
                if (one == m_found.get())
                    onFound(config);
                else if (!m_list.isRunning() && !(m_found && m_found->isActive()))
                    // Another run has begun where the one on screen was.
                    find(folders, table);
            });
    connect(follower.get(), &RunFollower::failed, this, [this](const Problem& problem) {
        m_messages.showError(problem);
        emit failed(problem);
    });
    return follower;
}

void RunOpener::setInterval(int milliseconds) {
    m_interval = milliseconds;
    m_follower->setInterval(milliseconds);
}

void RunOpener::cancel() {
    m_list.cancel();
    // What it says of itself would stand there for ever.
    if (m_load.isRunning() && !m_messages.showsError())
        m_messages.clear();
    m_load.cancel();
    m_found.reset();
}

void RunOpener::stop() {
    cancel();
    m_follower->stop();
}

void RunOpener::chooseFolder() {
    auto* const dialog = new QFileDialog(m_window, tr("Watch a run folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) { open({folder}); });
    dialog->open();
}

void RunOpener::open(const QStringList& folders) {
    emit opening();
    find(folders, {});
}

void RunOpener::find(const QStringList& folders, const QString& table) {
    cancel();
    m_folders = folders;
    m_table = table;
    m_messages.clear();
    m_messages.showStatus(tr("Looking into %1 …").arg(folders.join(QStringLiteral(", "))));
    std::vector<std::string> wished;
    for (const QString& folder : folders)
        wished.push_back(QFileInfo(folder).absoluteFilePath().toStdString());
    m_list.run([wished] {
        std::vector<std::string> runs;
        for (const std::string& folder : wished)
            std::ranges::copy(runFoldersIn(folder), std::back_inserter(runs));
        // One that is no run, or none yet, says so itself.
        return runs.empty() ? std::vector{wished.front()} : runs;
    });
}

void RunOpener::onFolders(const std::vector<std::string>& folders) {
    m_others.assign(folders.begin() + 1, folders.end());
    m_found = newFollower();
    m_found->follow(QString::fromStdString(folders.front()));
}

RunOpener::LoadedRuns RunOpener::load(const RunConfig& config, const std::vector<std::string>& others,
                                      const Progress& progress) {
    const auto read = [&progress](const std::string& path, const CsvOptions& options) {
        return readOrMakeTable(QString::fromStdString(path), options, ReadControl{.progress = progress});
    };
    RunTable table = readRunTable(config, read);
    LoadedRuns loaded;
    loaded.table.data =
        prepareTrainingData(table.dataset, table.roles, config.hyperparameters, config.source.rowRequest);
    loaded.others = readKeptRuns(others, table, config, loaded.table.data, loaded.left, progress);
    loaded.table.findings = std::move(table.findings);
    loaded.table.source = config.source;
    loaded.table.report = std::move(table.report);
    return loaded;
}

void RunOpener::onFound(const RunConfig& config) {
    m_config = config;
    if (!m_table.isEmpty())
        m_config.source.path = m_table.toStdString();
    m_messages.clearError();
    m_messages.showStatus(readingText());
    m_load.run([config = m_config, others = m_others](const Progress& progress) {
        return load(config, others, progress);
    });
}

QString RunOpener::readingText() const {
    return tr("Reading %1, the table of this run …").arg(QString::fromStdString(m_config.source.path));
}

void RunOpener::showProgress(double share) {
    m_messages.showProgress(readingText(), share, tr("Stop reading; what is on screen stays"), [this] {
        cancel();
        m_messages.showStatus(tr("The run was not opened: reading its table was cancelled."));
    });
}

void RunOpener::onLoaded(LoadedRuns& loaded) {
    // The best one is the nearest to the run that is followed.
    std::ranges::reverse(loaded.others);
    const bool areSeveral = !loaded.others.empty();
    m_isShowing = true;
    m_tables.show(loaded.table);
    m_isShowing = false;
    followFound();
    m_follower->setData(loaded.table.data, std::move(loaded.others));
    if (!loaded.left.isEmpty())
        m_messages.showRemark(tr("Not shown, as they cannot be read or are on another table: %1.")
                                  .arg(loaded.left.join(QStringLiteral(", "))));
    if (areSeveral)
        emit runsShown();
}

void RunOpener::followFound() {
    m_follower = std::move(m_found);
    emit followerChanged();
}

void RunOpener::onTableFailed(const Problem& problem) {
    // The curves need no table. Beside another table they would seem to belong to it, and a run that nobody
    // sees is not followed.
    if (!m_controller.dataset() && !(m_follower->isShown() && m_follower->folder() == m_found->folder())) {
        emit runWithoutTable();
        followFound();
        m_follower->setData(nullptr);
    }
    m_found.reset();
    m_messages.showError(problem);
    m_messages.offer(tr("Choose the table…"),
                     tr("Say where the table of this run is now; its content must be the same"),
                     [this] { chooseTable(); });
}

void RunOpener::chooseTable() {
    auto* const dialog = new QFileDialog(m_window, tr("Choose the table of this run"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this, folders = m_folders](const QString& table) {
        m_guard([this, folders, table] {
            emit opening();
            find(folders, table);
        });
    });
    dialog->open();
}

}  // namespace latentscape::ui
