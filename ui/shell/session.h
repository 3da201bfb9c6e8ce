#pragma once

#include <QObject>
#include <QThread>
#include <QTimer>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "ui/shell/session_writer.h"
#include "ui/support/mailbox.h"
#include "ui/training/training_controller.h"

namespace latentscape::ui {

struct RestoredProject;

/// Keeps all runs on the open table in a folder while they train: every half minute and whenever a run stops,
/// on a thread of its own. Whatever ends the program, nothing that was trained is lost. Saves them as a
/// project file when asked.
class Session : public QObject {
    Q_OBJECT

public:
    /// `root` is where folders of sessions lie; empty to keep and to save nothing. Controller and view state
    /// outlive the session.
    Session(TrainingController& controller, ViewState& viewState, const QString& root,
            QObject* parent = nullptr);
    /// Waits until what was asked for is written.
    ~Session() override;

    bool isEnabled() const { return !m_root.isEmpty(); }
    const QString& root() const { return m_root; }
    /// Tells what the session does not know of the window: how it is arranged.
    void setArrangement(std::function<void(WindowView&)> describe) { m_describe = std::move(describe); }

    /// The table that is open from now on, with nothing kept of it. The session before is over: its folder
    /// goes.
    void begin(const RunSource& source);
    /// As begin() with the project's folder, which holds all that is open now; `file` is its project file,
    /// empty for none.
    void adopt(const RestoredProject& restored, const QString& file);

    /// Whether something was trained, marked or named since the last save.
    bool isModified() const { return m_changes != m_savedChanges; }
    /// Whether all of that is in the folder, and nothing is about to be written there.
    bool isKept() const { return m_changes == m_keptChanges && m_awaited == 0 && !m_writing; }
    /// Whether saved() or saveFailed() is to follow.
    bool isSaving() const { return m_save || m_writesSave; }
    /// Whether runs are on screen of which only their own process knows enough to keep them.
    bool hasRunsOfOthers() const;
    /// Of the project; empty while it has none.
    const QString& file() const { return m_file; }
    /// Whether the project's file holds the table itself.
    bool embedsTable() const { return m_embedsTable; }
    /// What a file of this project may be called.
    QString suggestedFile() const;
    /// Whether it can: a generated table has no file.
    bool canEmbedTable() const;

    /// Brings what is new into the folder soon.
    void keep();
    void setKeepInterval(int milliseconds) { m_timer.setInterval(milliseconds); }
    /// Saves all as they are now; saved() or saveFailed() follows. The newest request wins.
    void save(const QString& file, bool embedTable);
    /// What is not saved is not wanted.
    void discard();

    static constexpr int kKeepMilliseconds = 30'000;

signals:
    void modifiedChanged();
    /// The folder holds what the session was when it was asked for.
    void kept();
    /// What is new could not be kept: told once, until it can be again.
    void keepingFailed(const latentscape::Problem& problem);
    void saved(const QString& file);
    void saveFailed(const latentscape::Problem& problem);

private:
    struct SaveRequest {
        QString file;
        bool embedTable = false;
    };
    /// What became of one order to the writer.
    struct Report {
        std::optional<Problem> problem;
        std::optional<SaveRequest> save;
        std::int64_t changes = 0;
        std::vector<ToldRun> told;
        std::vector<std::string> removed;
    };

    struct Wishes {
        Hyperparameters hyperparameters;
        ColumnRoles roles;
        RowRequest rows;

        bool operator==(const Wishes&) const = default;
    };

    std::optional<Wishes> wishes() const;
    void connectChanges();
    void restart();
    void setChanged();
    /// What is known by now may be written.
    void onTold();
    void askState();
    /// Whether the run has learned more than it has told of so far.
    bool hasMoreToTell(const RunRecord& run) const;
    void onMetrics(const MetricsUpdate& update);
    void onWishes();
    void onStateTold(quint64 run, const TrainerStatePtr& state);
    void onRunChanged(quint64 run);
    void onRunRemoved(quint64 run);
    void writeNow();
    void onWritten(const Report& report);
    SessionContent content(const std::optional<SaveRequest>& save);
    /// As it is to be saved, or as it was saved last.
    Project project(const QString& file, bool embedsTable) const;
    std::string folderOf(quint64 run);

    TrainingController& m_controller;
    ViewState& m_viewState;
    QString m_root;
    std::function<void(WindowView&)> m_describe;
    /// Of the open table; none before the first.
    std::optional<RunSource> m_source;
    QString m_file;
    bool m_embedsTable = false;

    std::int64_t m_changes = 0;
    /// Those that the run had told of when it was asked last.
    std::int64_t m_toldChanges = 0;
    std::int64_t m_keptChanges = 0;
    std::int64_t m_savedChanges = 0;
    std::map<quint64, std::int64_t> m_steps;
    /// What a person has made of each run: its name, and whether it is shown.
    std::map<quint64, std::pair<QString, bool>> m_looks;
    std::vector<Group> m_groups;
    /// What the next run is to be like, where it differs from the one that is on.
    std::optional<Wishes> m_wishes;

    /// Each run's folder has a number of its own for good.
    std::map<quint64, int> m_numbers;
    int m_lastNumber = 0;
    /// Runs of the project that could not be read: they stay in it, before the others.
    std::vector<ProjectRun> m_unread;
    /// Where each run was when it told of itself last.
    std::map<quint64, std::int64_t> m_toldSteps;
    /// Told, but not yet written.
    std::map<std::string, ToldRun> m_told;
    std::vector<std::string> m_removed;
    /// Orders of an earlier table's session are none of this one's.
    quint64 m_generation = 0;
    /// Answers of the training that are still to come.
    int m_awaited = 0;
    bool m_writing = false;
    bool m_writesSave = false;
    bool m_writeAgain = false;
    bool m_failureTold = false;
    std::optional<SaveRequest> m_save;
    /// The run has told of itself since.
    bool m_saveReady = false;

    QTimer m_timer;
    QThread m_thread;
    /// To the writer and back. Both outlive it.
    Mailbox m_orders;
    Mailbox m_reports;
    /// Used on m_thread alone.
    std::unique_ptr<SessionWriter> m_writer;
};

}  // namespace latentscape::ui
