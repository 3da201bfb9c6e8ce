#pragma once

#include <QObject>
#include <QThread>
#include <functional>
#include <optional>

#include "core/training/model_memory.h"
#include "ui/support/mailbox.h"
#include "ui/training/kept_run.h"
#include "ui/training/run_list.h"
#include "ui/training/training_messages.h"

namespace latentscape::ui {

class TrainingWorker;

/// Runs as an earlier session has left them.
struct KeptRuns {
    /// At least one.
    std::vector<RunRecord> runs;
    /// Of the last one.
    TrainerStatePtr state;
    std::optional<Problem> divergence;
};

/// The interface's side of training: knows the table, the hyperparameters as edited and as running, and the
/// state of the run. Sends commands to the worker and passes on what comes back, dropping what belongs to an
/// earlier run.
class TrainingController : public QObject {
    Q_OBJECT

public:
    explicit TrainingController(QObject* parent = nullptr);
    /// Stops the worker within one slice and waits for it.
    ~TrainingController() override;

    RunState state() const { return m_state; }
    bool hasRun() const { return m_state != RunState::Empty; }
    /// Trains, or will as soon as it is prepared.
    bool goesOn() const {
        return m_state == RunState::Running || (m_state == RunState::Preparing && m_startsRunning);
    }
    const DatasetPtr& dataset() const { return m_dataset; }
    const ColumnRoles& roles() const { return m_roles; }
    const RowRequest& rows() const { return m_rows; }
    /// What suits the table and the rows and columns that the last run learned from.
    const Hyperparameters& recommended() const { return m_recommended; }
    /// As the form shows them.
    const Hyperparameters& edited() const { return m_edited; }
    /// As the run uses them.
    const Hyperparameters& running() const { return m_running; }
    /// Edits that wait for a restart.
    std::vector<const HyperparameterSpec*> pending() const;
    bool rolesPending() const { return m_roles != m_runningRoles; }
    bool rowsPending() const { return m_rows != m_runningRows; }
    int pendingCount() const {
        return int(pending().size()) + (rolesPending() ? 1 : 0) + (rowsPending() ? 1 : 0);
    }
    const TrainingDataPtr& data() const { return m_data; }
    const MetricsUpdate& progress() const { return m_progress; }
    /// All runs on this table; the one that trains is the last. A run that was never trained is not kept.
    RunList& runs() { return m_runs; }
    const RunList& runs() const { return m_runs; }
    /// The run that trains.
    quint64 currentRun() const { return m_run; }
    /// What the run that trains has told so far.
    const MetricsHistory& history() const;

    /// A new table; hyperparameters are those recommended() for it. Earlier runs end and are forgotten.
    /// Trains at once if asked.
    void openTable(const TrainingDataPtr& data, bool running);
    /// Runs that were kept in an earlier session, in place of those here; `table` is their table with columns
    /// and rows as edited. Each has its data; numbers count from 1. The last one stands where it stood, in
    /// its state, ready to go on.
    void openRuns(const TrainingDataPtr& table, const Hyperparameters& edited, KeptRuns kept);
    /// Counts from the next restart on; at once if nothing has been trained yet. Refused if a likelihood
    /// or a scale chosen by hand does not fit its column.
    void setRoles(const ColumnRoles& roles);
    /// Which rows are learned from. Counts from the next restart on; at once if nothing has been trained yet.
    /// Throws Error(FilterNotUnderstood, ExcludedRowUnknown); then nothing changes.
    void setRows(const RowRequest& rows);

    /// Takes back what waits for a restart: roles and rows too.
    void discardPending();

    /// All at once: the live ones count from the next step on; if others differ, they wait for a restart, or
    /// count at once if nothing has been trained yet. Throws Error when a value is not allowed or the model
    /// would not fit into memory; then nothing changes.
    void setHyperparameters(const Hyperparameters& hyperparameters);
    /// A live hyperparameter counts from the next step on; another waits for a restart, or counts at once if
    /// nothing has been trained yet. Throws as setHyperparameters() does.
    void setHyperparameter(const HyperparameterSpec& spec, const HyperparameterValue& value);

    void run();
    void pause();
    void toggleRunning();
    void oneStep();
    void oneEpoch();
    void finish();
    /// Goes back to the best parameters (the last finite ones if none were judged) and runs on from there.
    void recover();
    /// Why the run stands in state Diverged.
    const std::optional<Problem>& divergence() const { return m_divergence; }
    /// What the model takes while it is trained with the hyperparameters as edited; none until the table has
    /// been prepared.
    std::optional<ModelMemory> memory() const;
    /// Starts again from step 0 with everything as edited and the same seed; goes on running if `running`.
    void restart(bool running);
    /// restart() with the next seed.
    void newSeed();
    /// A new run that begins, paused, as `run` was at a step kept in its timeline: same data, same
    /// hyperparameters, same history. The run that trains ends; its pending edits are dropped. Edits made at
    /// that very step after it was kept do not count. False if the step is not kept (any more).
    bool branch(quint64 run, std::int64_t step);
    /// The same from a state of that run that may no longer be kept.
    bool branch(quint64 run, const TrainerStatePtr& state);

    // A run that another process trains, fed by the RunFollower in place of the worker. Nothing here changes
    // it: commands do nothing, changes are refused, until another run begins, be it a branch of this one.

    /// Shows it as the last run, and returns its number. `record` has all that it has told by now, its state,
    /// and its data if its table is known. `folder` is for messages. Runs `beside` it on the same table come
    /// before it, in the states that they have.
    quint64 follow(RunRecord record, const QString& folder, std::vector<KeptRun> beside = {});
    bool isFollowing() const { return m_followedFolder.has_value(); }
    /// Why nothing can be changed; none unless a run of another process is followed.
    std::optional<Problem> refusal() const;
    void addFollowed(const MetricsUpdate& update);
    void showFollowed(const LatentSnapshotPtr& snapshot) { onSnapshot(snapshot); }
    void keepFollowed(const TrainerStatePtr& state) { onStateKept(m_run, state); }
    void setFollowedState(RunState state) { onState(m_run, state); }

    /// Epochs a second to stay below; 0 for full speed.
    void setPace(double epochsPerSecond);
    double pace() const { return m_pace; }
    void snapshotConsumed();
    /// Has the run that trains told as it is now: metricsUpdated(), then stateTold(). A run also tells so
    /// when another one takes its place.
    void askState();

signals:
    void stateChanged(latentscape::ui::RunState state);
    /// A new run begins; the views of the old one are out of date.
    void runStarted();
    void dataPrepared(const latentscape::TrainingDataPtr& data);
    void metricsUpdated(const latentscape::ui::MetricsUpdate& update);
    void snapshotReady(const latentscape::LatentSnapshotPtr& snapshot);
    /// All that a run needs to go on from there; its record tells all up to there, and no more. Null if there
    /// is nothing to tell.
    void stateTold(quint64 run, const latentscape::TrainerStatePtr& state);
    /// Values as edited or as running changed, and with them what is pending.
    void hyperparametersChanged();
    /// discardPending() has taken roles back.
    void rolesReverted();
    /// setRoles() has changed nothing.
    void rolesRefused(const latentscape::Problem& problem);
    void failed(const latentscape::Problem& problem);
    void paceChanged();

private:
    /// Ends the run that trains, and begins one with everything as edited. `record` says what is known of it
    /// by now.
    void begin(RunRequest request, RunRecord record);
    void endCurrent();
    void start(RunRequest request, RunRecord record);
    void beginAnew(TrainingDataPtr data, bool running);
    /// More epochs for a run that has done all of its own.
    void makeRoomToGoOn();
    void post(std::function<void(TrainingWorker&)> command);
    /// Edited values that are as recommended stay so for other data. Whether any changed.
    bool followRecommendation(const TrainingData& data);
    void onPrepared(quint64 run, const TrainingDataPtr& data);
    void onMetrics(const MetricsUpdate& update);
    void onSnapshot(const LatentSnapshotPtr& snapshot);
    void onStateKept(quint64 run, const TrainerStatePtr& state);
    void onStateTold(quint64 run, const TrainerStatePtr& state);
    void onState(quint64 run, RunState state);
    void onFailed(quint64 run, const Problem& problem);
    /// Throws Error(ModelTooLarge) if `wished` needs more room than there is.
    void checkMemory(const Hyperparameters& wished) const;
    /// Throws Error(RunInUse) while a run of another process is followed.
    void checkOwn() const;
    /// True while a restart loses nothing.
    bool nothingTrained() const { return m_progress.step == 0 && m_state != RunState::Running; }

    QThread m_thread;
    /// To the worker and back. Both outlive it.
    Mailbox m_commands;
    Mailbox m_reports;
    /// Lives on m_thread and dies with it.
    TrainingWorker* m_worker;
    quint64 m_run = 0;
    RunState m_state = RunState::Empty;
    DatasetPtr m_dataset;
    ColumnRoles m_roles;
    ColumnRoles m_runningRoles;
    RowRequest m_rows;
    RowRequest m_runningRows;
    Hyperparameters m_recommended;
    Hyperparameters m_edited;
    Hyperparameters m_running;
    TrainingDataPtr m_data;
    MetricsUpdate m_progress;
    RunList m_runs;
    std::optional<Problem> m_divergence;
    double m_pace = 0;
    /// Of the run of another process that is shown.
    std::optional<QString> m_followedFolder;
    /// What the run that is being prepared does when it is ready.
    bool m_startsRunning = false;
};

}  // namespace latentscape::ui
