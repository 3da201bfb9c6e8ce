#pragma once

#include <QObject>
#include <deque>
#include <functional>
#include <optional>

#include "ui/panels/message_bar.h"
#include "ui/shell/settings.h"
#include "ui/support/progress_task.h"

namespace latentscape::ui {

/// Writes files and folders in the background, one at a time, with progress and a way to cancel in the
/// message bar; whole or not at all. Asks where, and remembers the folder.
class FileExport : public QObject {
    Q_OBJECT

public:
    /// Writes to this path, on another thread: it owns what it reads. Throws Error.
    using Job = std::function<void(const std::string& path, const Progress& progress)>;

    /// What is asked for.
    struct Kind {
        QString title;
        /// Without ending.
        QString name;
        /// Such as `Table (*.csv)`; ignored for a folder.
        QString filter;
        /// Such as `csv`; empty for a folder.
        QString suffix;
    };

    /// All outlive the export.
    FileExport(MessageBar& messages, Settings& settings, QWidget* window);

    /// Asks for a file, or for the name of a folder.
    void ask(const Kind& kind, const Job& job);
    /// After those that were asked for before.
    void write(const QString& path, const Job& job);
    /// The export that is under way.
    void cancel();

signals:
    /// Whole or failed; not if it was cancelled.
    void ended(bool whole);

private:
    struct Order {
        QString path;
        Job job;
    };

    void writeNext();
    void showShare(double share);
    void onWritten(const std::optional<Problem>& problem);

    MessageBar& m_messages;
    Settings& m_settings;
    QWidget* m_window;
    /// Of what is being written, or was last.
    QString m_path;
    bool m_writes = false;
    std::deque<Order> m_waiting;
    /// Last, so that nothing arrives in an export that is half gone.
    ProgressTask<std::optional<Problem>> m_task;
};

/// `text` as a part of a file's name.
QString asFileName(QString text);

/// Lets `write` fill a folder beside `folder`, which then becomes it: whole or not at all. Throws
/// Error(FileNotWritable) also where something is in that folder already.
void writeFolderWhole(const std::string& folder, const std::function<void(const std::string& path)>& write);

}  // namespace latentscape::ui
