#include "ui/shell/file_export.h"

#include <QFileDialog>
#include <QFileInfo>
#include <filesystem>
#include <new>

#include <unistd.h>

#include "core/storage/atomic_file.h"

namespace latentscape::ui {
namespace {

constexpr int kLongestName = 60;

Problem notWritable(const std::string& path, const std::string& reason) {
    return {ProblemCode::FileNotWritable, {{"file", path}, {"reason", reason}}};
}

}  // namespace

FileExport::FileExport(MessageBar& messages, Settings& settings, QWidget* window)
    : QObject(window),
      m_messages(messages),
      m_settings(settings),
      m_window(window),
      m_task([this](const std::optional<Problem>& problem) { onWritten(problem); },
             [this](const std::exception_ptr&) {
                 onWritten(notWritable(m_path.toStdString(), "the program could not make it"));
             },
             [this](double share) { showShare(share); }) {}

void FileExport::ask(const Kind& kind, const Job& job) {
    auto* const dialog = new QFileDialog(m_window, kind.title, m_settings.exportFolder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(kind.suffix.isEmpty() ? tr("Folder (*)") : kind.filter);
    dialog->setDefaultSuffix(kind.suffix);
    dialog->selectFile(kind.suffix.isEmpty() ? kind.name : kind.name + QLatin1Char('.') + kind.suffix);
    connect(dialog, &QFileDialog::fileSelected, this, [this, job](const QString& path) { write(path, job); });
    dialog->open();
}

void FileExport::write(const QString& path, const Job& job) {
    m_waiting.push_back({path, job});
    if (!m_writes)
        writeNext();
}

void FileExport::writeNext() {
    m_writes = !m_waiting.empty();
    if (!m_writes)
        return;
    const auto [path, job] = std::move(m_waiting.front());
    m_waiting.pop_front();
    m_path = path;
    m_messages.clearError();
    m_task.run([job = job, path = path.toStdString()](const Progress& progress) -> std::optional<Problem> {
        try {
            job(path, progress);
            return std::nullopt;
        } catch (const Error& error) {
            return error.problem();
        } catch (const std::bad_alloc&) {
            return Problem{ProblemCode::OutOfMemory, {{"what", "this file"}}};
        } catch (const std::exception& error) {
            return notWritable(path, error.what());
        }
    });
}

void FileExport::cancel() {
    m_task.cancel();
    if (!m_messages.showsError())
        m_messages.clear();
    writeNext();
}

void FileExport::showShare(double share) {
    m_messages.showProgress(tr("Saving %1 …").arg(QFileInfo(m_path).fileName()), share,
                            tr("Stop; nothing is saved"), [this] { cancel(); });
}

void FileExport::onWritten(const std::optional<Problem>& problem) {
    if (!m_messages.showsError())
        m_messages.clear();
    if (problem) {
        m_messages.showError(*problem);
    } else {
        m_settings.setExportFolder(QFileInfo(m_path).absolutePath());
        m_messages.showRemark(tr("Saved %1.").arg(m_path));
    }
    emit ended(!problem);
    writeNext();
}

QString asFileName(QString text) {
    // A dot would be taken for the beginning of a suffix, a slash for a folder.
    return text.replace(QLatin1Char('/'), QLatin1Char('-'))
        .replace(QLatin1Char('.'), QLatin1Char('_'))
        .left(kLongestName);
}

void writeFolderWhole(const std::string& folder, const std::function<void(const std::string& path)>& write) {
    namespace fs = std::filesystem;
    std::error_code failed;
    if (fs::exists(folder, failed) && !fs::is_empty(folder, failed))
        throw Error(ProblemCode::FileNotWritable,
                    {{"file", folder}, {"reason", "something of that name is there already"}});
    const std::string temporary = folder + kTemporaryEnding + std::to_string(::getpid());
    try {
        write(temporary);
        fs::remove(folder, failed);
        fs::rename(temporary, folder);
    } catch (const fs::filesystem_error& error) {
        fs::remove_all(temporary, failed);
        throw Error(ProblemCode::FileNotWritable, {{"file", folder}, {"reason", error.code().message()}});
    } catch (const Error& error) {
        fs::remove_all(temporary, failed);
        Problem problem = error.problem();
        if (problem.code == ProblemCode::FileNotWritable)
            problem.facts["file"] = folder;
        throw Error(problem.code, problem.facts);
    } catch (...) {
        fs::remove_all(temporary, failed);
        throw;
    }
}

}  // namespace latentscape::ui
