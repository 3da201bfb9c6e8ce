#pragma once

#include <QObject>
#include <QPointer>

#include "ui/import/import_dialog.h"
#include "ui/panels/message_bar.h"
#include "ui/shell/settings.h"
#include "ui/shell/table_loader.h"

namespace latentscape::ui {

/// The way from the wish to open a file to a table: asks which file and how to read it, reads it with
/// progress that can be cancelled, remembers by file what was set by hand, and says what went wrong. Until a
/// table is ready, what is on screen stays.
class FileOpener : public QObject {
    Q_OBJECT

public:
    /// The settings outlive the opener, which belongs to the window.
    FileOpener(Settings& settings, MessageBar& messages, QWidget* window);

    /// Reads a file as it was read before, or else as it is guessed, without a question.
    void open(const QString& path, bool train = false);
    /// A table that was read elsewhere, in place of one that is being read.
    void show(const LoadedTable& table);
    /// Asks which file; with a look at it first if `preview`.
    void chooseFile(bool preview);
    /// Shows the import dialog for a file.
    void import(const QString& path);
    /// Shows the import dialog for the table that was opened last.
    void changeSettings();
    /// What a person has made of the open table's columns since, which another reading keeps.
    void setRoles(const RoleRequest& roles);
    /// Reads the open table's file again: a value stands for "no value" in these columns, or they have
    /// another type.
    void treatAsMissing(const ColumnNames& columns, const std::string& value);
    void readAs(const ColumnNames& columns, ColumnType type);
    /// Says of the table that was opened last how it was read, once, where a person should know.
    void showNotes();
    TableLoader& loader() { return m_loader; }
    /// How the table on screen was read.
    const std::optional<RunSource>& openSource() const { return m_openSource; }
    /// Asked before the table on screen is replaced; calls what it is given, or does not.
    using Guard = std::function<void(std::function<void()>)>;
    /// `atWish` before a table is read, `atArrival` when it is there.
    void setGuards(Guard atWish, Guard atArrival) {
        m_atWish = std::move(atWish);
        m_atArrival = std::move(atArrival);
    }
    /// A project's table is open; see opened().
    void setOpen(const LoadedTable& table);

signals:
    /// A person has chosen a file to be opened, a table or a project.
    void chosen(const QString& path);
    void opened(const latentscape::ui::LoadedTable& table, bool train);
    void failed(const latentscape::Problem& problem);

private:
    /// Settings were set by hand, earlier on or just now.
    enum class ByHand { No, Earlier, Now };
    void load(const RunSource& source, bool train, ByHand byHand);
    /// With settings that a person has just chosen: remembered once the file could be read with them.
    void loadAndRemember(const RunSource& source, bool train) { load(source, train, ByHand::Now); }
    void showDialog(const RunSource& source, const ImportReport* report = nullptr);
    void onLoaded(const LoadedTable& table);
    void showLoaded(const LoadedTable& table);
    void onFailed(const Problem& problem, const RunSource& source);
    /// Instead of a table that does not fit in memory.
    void offerSample(const Problem& problem, const RunSource& source);
    void showProgress(double share);
    void cancel();

    Settings& m_settings;
    MessageBar& m_messages;
    QWidget* m_window;
    TableLoader m_loader;
    Guard m_atWish = [](const std::function<void()>& proceed) { proceed(); };
    Guard m_atArrival = m_atWish;
    QString m_path;
    bool m_train = false;
    bool m_remembered = false;
    /// Whether the settings of what is being read are to be remembered.
    bool m_remembers = false;
    bool m_slow = false;
    /// Of the table on screen.
    std::optional<RunSource> m_openSource;
    ImportReport m_openReport;
    bool m_notesShown = true;
    QPointer<ImportDialog> m_dialog;
};

}  // namespace latentscape::ui
