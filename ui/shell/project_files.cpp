#include "ui/shell/project_files.h"

#include <QCheckBox>
#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <utility>

#include "core/support/parallel.h"

namespace latentscape::ui {
namespace {

QString timeText(const QDateTime& time) {
    const QLocale locale;
    return time.date() == QDate::currentDate() ? time.time().toString(QStringLiteral("HH:mm"))
                                               : locale.toString(time, QLocale::ShortFormat);
}

bool mayBeFoundElsewhere(ProblemCode code) {
    return code == ProblemCode::ProjectTableMissing || code == ProblemCode::ProjectTableChanged;
}

}  // namespace

ProjectFiles::ProjectFiles(Session& session, MessageBar& messages, MessageBar& lost, QWidget* window)
    : QObject(window),
      m_session(session),
      m_messages(messages),
      m_lost(lost),
      m_window(window),
      m_reading(
          [this](const RestoredProject& project) {
              m_messages.clear();
              whenStillSafe([this, project] { emit restored(project, m_file, m_trains); });
          },
          [this](const std::exception_ptr& thrown) { onFailed(thrown); },
          [this](double share) { showProgress(share); }),
      m_search([this](const std::optional<Lost>& found) { showLost(found); }),
      m_removal([this](bool) { offerLost(); },
                [this](const std::exception_ptr& thrown) {
                    m_messages.showError(problemOf(thrown, m_session.root()));
                    offerLost();
                }),
      m_maps([this](const std::vector<LatentSnapshotPtr>& maps) { showMaps(maps); }, {}, patientPool()) {
    connect(&m_session, &Session::saved, this, [this](const QString& file) {
        if (!m_messages.showsError()) {
            m_messages.clear();
            m_messages.showRemark(m_session.hasRunsOfOthers()
                                      ? tr("Saved %1. Runs of another process are not kept in it: they stay "
                                           "in their own folders.")
                                            .arg(file)
                                      : tr("Saved %1.").arg(file));
        }
        emit saved(file);
        if (const auto proceed = std::exchange(m_afterSave, nullptr))
            proceed();
    });
    connect(&m_session, &Session::saveFailed, this, [this](const Problem& problem) {
        m_afterSave = nullptr;
        m_messages.showError(problem);
    });
    connect(&m_session, &Session::keepingFailed, &m_messages, &MessageBar::showError);
}

bool ProjectFiles::isProject(const QString& path) {
    return path.endsWith(QLatin1String(kProjectEnding), Qt::CaseInsensitive);
}

void ProjectFiles::open(const QString& file, bool train) {
    whenSafe([this, file, train] { read(file, {}, {}, train); });
}

void ProjectFiles::read(const QString& file, const QString& lostFolder, const QString& table, bool train) {
    m_file = file;
    m_lostFolder = lostFolder;
    m_trains = train;
    m_messages.clear();
    m_messages.showStatus(tr("Opening %1 …").arg(nameOfRead()));
    m_reading.run([file, lostFolder, table, root = m_session.root()](const Progress& progress) {
        return lostFolder.isEmpty() ? readProjectFile(file, root, table, progress)
                                    : readLostSession(lostFolder, table, progress);
    });
}

QString ProjectFiles::nameOfRead() const {
    return m_file.isEmpty() ? tr("the session") : QFileInfo(m_file).fileName();
}

void ProjectFiles::showProgress(double share) {
    const QString text = tr("Opening %1 …").arg(nameOfRead());
    // A lost session is held by what reads it, and could not be offered again at once.
    if (m_file.isEmpty())
        m_messages.showProgress(text, share);
    else
        m_messages.showProgress(text, share, tr("Stop opening it; what is on screen stays"), [this] {
            cancel();
            m_messages.showStatus(tr("Opening %1 was cancelled.").arg(nameOfRead()));
        });
}

void ProjectFiles::cancel() {
    // What it says of itself would stand there for ever.
    if (m_reading.isRunning() && !m_messages.showsError())
        m_messages.clear();
    m_reading.cancel();
}

void ProjectFiles::onFailed(const std::exception_ptr& thrown) {
    const Problem problem = problemOf(thrown, m_file);
    m_messages.showError(problem);
    if (mayBeFoundElsewhere(problem.code))
        m_messages.offer(tr("Find the table…"), tr("Say where the project's table is now"),
                         [this] { askForTable(); });
    emit failed(problem);
}

void ProjectFiles::askForTable() {
    auto* const dialog = new QFileDialog(m_window, tr("The project's table"), QFileInfo(m_file).path(),
                                         tr("Tables (*.csv *.tsv *.txt *.csv.gz *.tsv.gz);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& table) {
        whenSafe([this, table] { read(m_file, m_lostFolder, table, m_trains); });
    });
    dialog->open();
}

void ProjectFiles::save() {
    if (m_session.file().isEmpty())
        saveAs();
    else
        saveTo(m_session.file(), m_session.embedsTable());
}

void ProjectFiles::saveAs() {
    auto* const dialog = new QFileDialog(m_window, tr("Save the project"), m_session.suggestedFile(),
                                         tr("Latentscape projects (*%1)").arg(QLatin1String(kProjectEnding)));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    // The desktop's own dialog has no place for the box.
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    dialog->setDefaultSuffix(QLatin1String(kProjectEnding).mid(1));
    auto* const embed = new QCheckBox(tr("Put the &data into the file"), dialog);
    embed->setObjectName(QStringLiteral("embed"));
    embed->setChecked(m_session.embedsTable());
    embed->setEnabled(m_session.canEmbedTable() && !m_session.embedsTable());
    embed->setToolTip(m_session.embedsTable()     ? tr("They are in it already")
                      : m_session.canEmbedTable() ? tr("The project opens anywhere, without the table's file")
                                                  : tr("This table is made anew each time"));
    if (auto* const grid = qobject_cast<QGridLayout*>(dialog->layout()))
        grid->addWidget(embed, grid->rowCount(), 0, 1, grid->columnCount());
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, embed](const QString& file) { saveChosen(file, embed->isChecked()); });
    connect(dialog, &QDialog::rejected, this, [this] { m_afterSave = nullptr; });
    dialog->open();
}

void ProjectFiles::saveChosen(const QString& chosen, bool embedTable) {
    if (isProject(chosen)) {
        saveTo(chosen, embedTable);
        return;
    }
    // The dialog takes what follows a dot of the name for an ending.
    const QString file = chosen + QLatin1String(kProjectEnding);
    if (!QFileInfo::exists(file)) {
        saveTo(file, embedTable);
        return;
    }
    // The dialog has asked about a file of another name, if at all.
    auto* const box = new QMessageBox(QMessageBox::Question, tr("Save the project"),
                                      tr("%1 is there already. Replace it?").arg(QFileInfo(file).fileName()),
                                      QMessageBox::Cancel, m_window);
    box->setObjectName(QStringLiteral("replace"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* const replaces = box->addButton(tr("&Replace"), QMessageBox::AcceptRole);
    replaces->setObjectName(QStringLiteral("replace"));
    connect(replaces, &QPushButton::clicked, this, [this, file, embedTable] { saveTo(file, embedTable); });
    connect(box, &QDialog::rejected, this, [this] { m_afterSave = nullptr; });
    box->open();
}

void ProjectFiles::saveTo(const QString& file, bool embedTable) {
    m_messages.clear();
    m_messages.showStatus(tr("Saving %1 …").arg(QFileInfo(file).fileName()));
    m_session.save(file, embedTable);
}

void ProjectFiles::whenSafe(std::function<void()> proceed) {
    m_mayGo = false;
    if (m_session.isSaving())
        m_afterSave = [this, proceed] { whenSafe(proceed); };
    else if (m_session.isModified())
        ask(std::move(proceed));
    else
        proceed();
}

void ProjectFiles::whenStillSafe(std::function<void()> proceed) {
    const auto again = [this, proceed] { whenStillSafe(proceed); };
    if (m_session.isSaving())
        m_afterSave = again;
    else if (!m_session.isModified() || std::exchange(m_mayGo, false))
        proceed();
    else if (const auto* const box = question())
        // Another wish is being thought about.
        connect(box, &QDialog::finished, this, again, Qt::QueuedConnection);
    else
        ask(std::move(proceed));
}

QMessageBox* ProjectFiles::question() const {
    return m_window->findChild<QMessageBox*>(QStringLiteral("unsaved"));
}

void ProjectFiles::ask(std::function<void()> proceed) {
    // Once is enough.
    if (question())
        return;
    auto* const box = new QMessageBox(QMessageBox::Question, tr("Unsaved runs"),
                                      tr("Save what was trained and marked before it goes?"),
                                      QMessageBox::Cancel, m_window);
    box->setObjectName(QStringLiteral("unsaved"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr("The project keeps all runs, to be gone on with later."));
    QPushButton* const saves = box->addButton(tr("&Save"), QMessageBox::AcceptRole);
    saves->setObjectName(QStringLiteral("save"));
    QPushButton* const drops = box->addButton(tr("&Don't save"), QMessageBox::DestructiveRole);
    drops->setObjectName(QStringLiteral("dont-save"));
    box->setDefaultButton(saves);
    connect(saves, &QPushButton::clicked, this, [this, proceed] {
        m_afterSave = proceed;
        save();
    });
    connect(drops, &QPushButton::clicked, this, [this, proceed] {
        m_mayGo = true;
        proceed();
    });
    box->open();
}

bool ProjectFiles::mayClose() {
    if (m_session.isSaving() && !m_closes) {
        m_afterSave = [this] { m_window->close(); };
        return false;
    }
    if (!m_session.isModified() || m_closes) {
        m_session.discard();
        return true;
    }
    ask([this] {
        m_closes = true;
        m_window->close();
    });
    return false;
}

std::optional<ProjectFiles::Lost> ProjectFiles::findLost(const std::string& root) {
    for (const LostSession& lost : lostSessions(root)) {
        try {
            const Project project = readProject(lost.folder);
            const QString table = QFileInfo(QString::fromStdString(project.source.path)).fileName();
            const QDateTime time = QDateTime::fromSecsSinceEpoch(
                std::chrono::duration_cast<std::chrono::seconds>(lost.time.time_since_epoch()).count());
            const QString runs =
                project.runs.size() == 1 ? tr("1 run") : tr("%1 runs").arg(project.runs.size());
            return Lost{QString::fromStdString(lost.folder),
                        tr("Restore the session of %1? It ended with %2 on %3 unsaved.")
                            .arg(timeText(time), runs, table)};
        } catch (const Error&) {
            // It may be of a later version: not ours to remove.
        }
    }
    return std::nullopt;
}

void ProjectFiles::encodeEnded(RunList& runs) {
    m_runs = &runs;
    std::vector<RunRecord> records;
    for (const RunRecord& run : runs.runs())
        records.push_back({.run = run.run,
                           .state = run.state,
                           .hyperparameters = run.hyperparameters,
                           .data = run.data,
                           .history = {},
                           .progress = run.progress,
                           .timeline = run.timeline});
    m_maps.run([records] {
        lowerThreadPriority();
        return mapsOfEnded(records);
    });
}

void ProjectFiles::showMaps(const std::vector<LatentSnapshotPtr>& maps) {
    for (const LatentSnapshotPtr& map : maps)
        if (m_runs && m_runs->find(map->run))
            m_runs->setSnapshot(map);
}

void ProjectFiles::offerLost() {
    if (!m_session.isEnabled())
        return;
    m_search.run([root = m_session.root().toStdString()] { return findLost(root); });
}

void ProjectFiles::showLost(const std::optional<Lost>& lost) {
    if (!lost) {
        emit nothingLost();
        return;
    }
    m_lost.showStatus(lost->text);
    m_lost.offer(tr("Restore"), tr("Open the runs of that session as they were kept last"),
                 [this, folder = lost->folder] {
                     whenSafe([this, folder] {
                         m_lost.clear();
                         read({}, folder, {}, false);
                     });
                 });
    m_lost.offerBeside(tr("Discard"), tr("Remove the runs of that session for good"),
                       [this, folder = lost->folder] {
                           m_lost.clear();
                           m_removal.run([folder = folder.toStdString()] {
                               SessionFolder::takeOver(folder).discard();
                               return true;
                           });
                       });
}

}  // namespace latentscape::ui
