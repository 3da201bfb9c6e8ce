#include "ui/shell/file_opener.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <algorithm>

#include "ui/support/format.h"
#include "ui/support/problem_text.h"

namespace latentscape::ui {
namespace {

/// The number that a fact of a problem spells; 0 if it is none.
Index wholeNumber(const std::string& text) {
    return QString::fromStdString(text).remove(',').toLongLong();
}

}  // namespace

FileOpener::FileOpener(Settings& settings, MessageBar& messages, QWidget* window)
    : QObject(window), m_settings(settings), m_messages(messages), m_window(window) {
    connect(&m_loader, &TableLoader::loaded, this, &FileOpener::onLoaded);
    connect(&m_loader, &TableLoader::failed, this, &FileOpener::onFailed);
    connect(&m_loader, &TableLoader::progressed, this, &FileOpener::showProgress);
}

void FileOpener::open(const QString& path, bool train) {
    std::optional<RunSource> remembered = m_settings.importSettings(path);
    const bool isRemembered = remembered.has_value();
    RunSource source = std::move(remembered).value_or(RunSource{});
    source.path = path.toStdString();
    load(source, train, isRemembered ? ByHand::Earlier : ByHand::No);
}

void FileOpener::show(const LoadedTable& table) {
    m_loader.cancel();
    m_train = m_remembered = m_remembers = false;
    m_path = QString::fromStdString(table.source.path);
    showLoaded(table);
}

void FileOpener::load(const RunSource& source, bool train, ByHand byHand) {
    m_atWish([this, source, train, byHand] {
        m_train = train;
        m_remembered = byHand == ByHand::Earlier;
        m_remembers = byHand == ByHand::Now;
        m_slow = false;
        m_path = QString::fromStdString(source.path);
        m_loader.load(source);
    });
}

void FileOpener::treatAsMissing(const ColumnNames& columns, const std::string& value) {
    if (!m_openSource)
        return;
    RunSource source = *m_openSource;
    for (const std::string& column : columns) {
        std::vector<std::string>& values = source.csv.sentinels[column];
        if (std::ranges::find(values, value) == values.end())
            values.push_back(value);
    }
    loadAndRemember(source, false);
}

void FileOpener::readAs(const ColumnNames& columns, ColumnType type) {
    if (!m_openSource)
        return;
    RunSource source = *m_openSource;
    chooseType(source, columns, type);
    loadAndRemember(source, false);
}

void FileOpener::chooseFile(bool preview) {
    const QStringList recent = m_settings.recentFiles();
    const QString tables = tr("Tables (*.csv *.tsv *.txt *.csv.gz *.tsv.gz)");
    auto* const dialog =
        new QFileDialog(m_window, preview ? tr("Import a table") : tr("Open a table or a project"),
                        recent.isEmpty() ? QString() : QFileInfo(recent.first()).path(),
                        preview ? tables + tr(";;All files (*)")
                                : tr("Tables and projects (*.csv *.tsv *.txt *.csv.gz "
                                     "*.tsv.gz *.latentscape)") +
                                      ";;" + tables + tr(";;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this, preview](const QString& path) {
        if (preview)
            import(path);
        else
            emit chosen(path);
    });
    dialog->open();
}

void FileOpener::import(const QString& path) {
    RunSource source = m_settings.importSettings(path).value_or(RunSource{});
    source.path = path.toStdString();
    showDialog(source);
}

void FileOpener::changeSettings() {
    if (m_openSource)
        showDialog(*m_openSource, &m_openReport);
}

void FileOpener::setOpen(const LoadedTable& table) {
    m_loader.cancel();
    m_openSource = table.source;
    m_openReport = table.report;
    m_remembered = false;
    m_notesShown = true;
}

void FileOpener::setRoles(const RoleRequest& roles) {
    if (m_openSource)
        m_openSource->roles = roles;
}

void FileOpener::showDialog(const RunSource& source, const ImportReport* report) {
    if (m_dialog)
        m_dialog->close();
    m_dialog = new ImportDialog(source, m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (report)
        m_dialog->setWholeReport(*report);
    connect(m_dialog, &QDialog::accepted, this,
            [this, dialog = m_dialog.data()] { loadAndRemember(dialog->source(), false); });
    m_dialog->open();
}

void FileOpener::onLoaded(const LoadedTable& table) {
    m_messages.clear();
    m_atArrival([this, table] { showLoaded(table); });
}

void FileOpener::showLoaded(const LoadedTable& table) {
    if (m_remembers)
        m_settings.setImportSettings(table.source);
    m_openSource = table.source;
    m_openReport = table.report;
    m_notesShown = false;
    m_messages.clear();
    emit opened(table, m_train);
}

void FileOpener::showNotes() {
    if (m_notesShown || !m_openSource)
        return;
    m_notesShown = true;
    if (m_remembered)
        m_messages.showRemark(tr("Read with the import settings that were set by hand for this file."));
    if (m_remembered || m_openReport.rejectedCount > 0)
        m_messages.offer(tr("Import settings…"), tr("See and change how this file is read"),
                         [this] { changeSettings(); });
}

void FileOpener::onFailed(const Problem& problem, const RunSource& source) {
    m_messages.showError(problem);
    if (importSettingsMayHelp(problem.code))
        m_messages.offer(tr("Import settings…"), tr("Look at the file and change how it is read"),
                         [this, source] { showDialog(source); });
    if (problem.code == ProblemCode::TableTooLarge)
        offerSample(problem, source);
    emit failed(problem);
}

void FileOpener::offerSample(const Problem& problem, const RunSource& source) {
    const auto fact = problem.facts.find("fitting");
    const Index rows = fact != problem.facts.end() ? wholeNumber(fact->second) : 0;
    if (rows <= 0)
        return;
    auto* const box = new QMessageBox(
        QMessageBox::Question, tr("This table is too large"),
        tr("%1 does not fit in memory.").arg(QFileInfo(QString::fromStdString(source.path)).fileName()),
        QMessageBox::Cancel, m_window);
    box->setInformativeText(problemText(problem));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* const sample =
        box->addButton(tr("Open %1 random rows").arg(countText(rows)), QMessageBox::AcceptRole);
    sample->setObjectName(QStringLiteral("open-sample"));
    box->setDefaultButton(sample);
    connect(sample, &QPushButton::clicked, this, [this, source, rows] {
        RunSource sampled = source;
        sampled.csv.sampleRows = rows;
        loadAndRemember(sampled, m_train);
    });
    box->open();
}

void FileOpener::showProgress(double share) {
    if (!m_slow)
        m_messages.clear();
    m_slow = true;
    m_messages.showProgress(tr("Reading %1 …").arg(QFileInfo(m_path).fileName()), share,
                            tr("Stop reading; the table on screen stays"), [this] { cancel(); });
}

void FileOpener::cancel() {
    m_loader.cancel();
    m_messages.clear();
    m_messages.showStatus(
        tr("%1 was not opened: reading it was cancelled.").arg(QFileInfo(m_path).fileName()));
}

}  // namespace latentscape::ui
