#pragma once

#include <QObject>
#include <QStringList>

#include "core/storage/run_store.h"
#include "ui/panels/message_bar.h"
#include "ui/shell/file_opener.h"
#include "ui/shell/table_loader.h"
#include "ui/support/background_task.h"
#include "ui/training/kept_run.h"
#include "ui/training/run_follower.h"

namespace latentscape::ui {

/// The way from the wish to watch a run folder to the run on screen: asks which folder, finds the table that
/// the run learns from, and asks where it is if it is not where it was. Until then, what is on screen stays.
/// Of several runs on one table, as a sweep leaves them, the first is followed and the others are listed
/// beside it.
class RunOpener : public QObject {
    Q_OBJECT

public:
    /// All outlive the opener, which belongs to the window.
    RunOpener(TrainingController& controller, FileOpener& tables, MessageBar& messages, QWidget* window);

    void chooseFolder();
    /// Folders of runs, or of sweeps.
    void open(const QStringList& folders);
    /// What is on screen from now on is no run of another process.
    void stop();
    RunFollower& follower() { return m_follower; }

signals:
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

    static LoadedRuns load(const RunConfig& config, const std::vector<std::string>& others);
    void loadTable(const RunConfig& config);
    void onFolders(const std::vector<std::string>& folders);
    void onLoaded(LoadedRuns& loaded);
    void showOthers(std::vector<KeptRun>& others);
    void onTableFailed(const Problem& problem);
    void chooseTable();

    TrainingController& m_controller;
    FileOpener& m_tables;
    MessageBar& m_messages;
    QWidget* m_window;
    RunFollower m_follower;
    /// Of the run whose table is wanted.
    RunConfig m_config;
    /// Run folders beside the one that is followed.
    std::vector<std::string> m_others;
    /// The table that is opened now is that of the run.
    bool m_isShowing = false;
    /// Last, so that nothing arrives in an opener that is half gone.
    BackgroundTask<std::vector<std::string>> m_list;
    BackgroundTask<LoadedRuns> m_load;
};

}  // namespace latentscape::ui
