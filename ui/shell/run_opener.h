#pragma once

#include <QObject>
#include <QStringList>

#include "core/storage/run_store.h"
#include "ui/panels/message_bar.h"
#include "ui/shell/file_opener.h"
#include "ui/shell/table_loader.h"
#include "ui/support/background_task.h"
#include "ui/support/progress_task.h"
#include "ui/training/kept_run.h"
#include "ui/training/run_follower.h"

namespace latentscape::ui {

/// The way from the wish to watch a run folder to the run on screen: asks which folder, finds the table that
/// the run learns from, and asks where it is if it is not where it was. Until then, what is on screen stays,
/// and is followed on. Of several runs on one table, as a sweep leaves them, the first is followed and the
/// others are listed beside it.
class RunOpener : public QObject {
    Q_OBJECT

public:
    /// All outlive the opener, which belongs to the window.
    RunOpener(TrainingController& controller, FileOpener& tables, MessageBar& messages, QWidget* window);

    /// Asked before a run replaces what is on screen after all; calls what it is given, or does not.
    void setGuard(FileOpener::Guard guard) { m_guard = std::move(guard); }
    void chooseFolder();
    /// Folders of runs, or of sweeps.
    void open(const QStringList& folders);
    /// The run that was wished for last is not waited for any more.
    void cancel();
    /// What is on screen from now on is no run of another process.
    void stop();
    /// Of the run on screen.
    RunFollower& follower() { return *m_follower; }
    /// For tests.
    void setInterval(int milliseconds);

signals:
    /// A person wishes to see other runs.
    void opening();
    /// follower() is another one.
    void followerChanged();
    /// Several runs are on screen.
    void runsShown();
    /// A run is about to be shown whose table is not known, while no other is on screen.
    void runWithoutTable();
    void failed(const latentscape::Problem& problem);

private:
    /// A table with all runs on it but the one that is followed.
    struct LoadedRuns {
        LoadedTable table;
        std::vector<KeptRun> others;
        /// Names of folders that hold no run on that table.
        QStringList left;
    };

    static LoadedRuns load(const RunConfig& config, const std::vector<std::string>& others,
                           const Progress& progress);
    /// Their table is at `table`, or where the run says if that is empty.
    void find(const QStringList& folders, const QString& table);
    std::unique_ptr<RunFollower> newFollower();
    void onFolders(const std::vector<std::string>& folders);
    void onFound(const RunConfig& config);
    QString readingText() const;
    void showProgress(double share);
    void onLoaded(LoadedRuns& loaded);
    void onTableFailed(const Problem& problem);
    /// What was found takes the place of what was followed.
    void followFound();
    void chooseTable();

    TrainingController& m_controller;
    FileOpener& m_tables;
    MessageBar& m_messages;
    QWidget* m_window;
    FileOpener::Guard m_guard = [](const std::function<void()>& proceed) { proceed(); };
    int m_interval = RunFollower::kLookMilliseconds;
    /// As they were wished for last, and where their table is said to be.
    QStringList m_folders;
    QString m_table;
    std::unique_ptr<RunFollower> m_follower;
    /// Of the run that is wished for; null if there is none.
    std::unique_ptr<RunFollower> m_found;
    /// Of the run whose table is wanted.
    RunConfig m_config;
    /// Run folders beside the one that is wished for.
    std::vector<std::string> m_others;
    /// The table that is opened now is that of the run.
    bool m_isShowing = false;
    /// Last, so that nothing arrives in an opener that is half gone.
    BackgroundTask<std::vector<std::string>> m_list;
    ProgressTask<LoadedRuns> m_load;
};

}  // namespace latentscape::ui
