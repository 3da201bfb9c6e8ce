#pragma once

#include <QObject>
#include <QTimer>
#include <chrono>
#include <functional>
#include <memory>

#include "core/training/trainer.h"
#include "ui/training/training_messages.h"
#include "ui/training/update_pace.h"

namespace latentscape::ui {

/// Trains in slices on the thread that it lives on. Between slices its event loop delivers commands, so it
/// needs no lock and no flag: a command takes effect within one slice (about 20 ms) or one step.
class TrainingWorker : public QObject {
    Q_OBJECT

public:
    /// `windowSeconds` as in UpdatePace; a window that draws nothing without it.
    explicit TrainingWorker(
        int threads, std::function<double()> windowSeconds = [] { return 0.0; }, QObject* parent = nullptr);

    // Commands. Call them on the worker's thread only.

    /// Prepares the table and a new model; any earlier run ends. Ends in state Paused, or Running if asked.
    void start(const RunRequest& request);
    /// A run that patience has ended goes on with as much patience again; one whose epochs are done does not.
    void resume();
    void pause();
    /// Trains one mini-batch, then pauses.
    void oneStep();
    /// Runs to the end of the current epoch, then pauses.
    void oneEpoch();
    /// Ends the run here.
    void finish();
    /// See Trainer::recover(); runs on.
    void recover();
    void apply(const std::string& key, const HyperparameterValue& value);
    /// Epochs a second to stay below; 0 for full speed.
    void setPace(double epochsPerSecond);
    /// The last snapshot has been drawn; the next may come.
    void snapshotConsumed();
    /// Tells metrics and state as they are now.
    void tellState();
    /// Forgets the run.
    void clear();
    /// After a command, or a slice, that could not get the memory it needs.
    void endForLackOfMemory();

signals:
    /// The table is split and encoded, and the model stands at step 0.
    void prepared(quint64 run, latentscape::TrainingDataPtr data);
    void metricsUpdated(const latentscape::ui::MetricsUpdate& update);
    void snapshotReady(const latentscape::LatentSnapshotPtr& snapshot);
    /// All that the run needs to go on from where it is now: at its start and at every stop; in between with
    /// the metrics, about twice a second, and before live changes, as far as copying takes little of the time
    /// (a quarter of a per cent, and two).
    void stateKept(quint64 run, const latentscape::TrainerStatePtr& state);
    /// After tellState(): all that the run needs to go on from here, however large it is. Null if there is no
    /// run, or no room for a copy.
    void stateTold(quint64 run, const latentscape::TrainerStatePtr& state);
    void stateChanged(quint64 run, latentscape::ui::RunState state);
    void failed(quint64 run, const latentscape::Problem& problem);

private:
    using Clock = std::chrono::steady_clock;

    /// All rows of the table, encoded piece by piece between slices while nothing trains.
    struct FullEncoding {
        std::shared_ptr<RowList> rows;
        std::shared_ptr<LatentSnapshot> snapshot;
        Index done = 0;
    };

    void advance();
    void trainSlice();
    /// Adds the time since the last slice, waits of a slow pace included: what a person sees pass.
    void addRunningTime();
    void setState(RunState state);
    /// Of all that is on show.
    void update();
    void emitMetrics();
    void keepState();
    /// emitMetrics() and keepState(), at most once in `seconds`, and while copying takes no more than `share`
    /// of the time. False if not.
    bool keepStateIfDue(double seconds, double share);
    void emitLiveSnapshot();
    /// Begins to encode all rows with the parameters as they are, or of a finished run with the best ones;
    /// pieces follow in advance().
    void beginFullEncoding();
    void advanceFullEncoding();
    std::shared_ptr<LatentSnapshot> newSnapshot(std::shared_ptr<const RowList> rows) const;
    void scheduleAdvance(int milliseconds = 0);
    double secondsSince(Clock::time_point start) const;

    int m_threads;
    quint64 m_run = 0;
    RunState m_state = RunState::Empty;
    std::unique_ptr<Trainer> m_trainer;
    QTimer m_advanceTimer;
    /// Stop at the end of this epoch; none if negative.
    std::int64_t m_pauseAfterEpoch = -1;
    /// Stop after the next step.
    bool m_pauseAfterStep = false;
    double m_pace = 0;

    UpdatePace m_updates;
    Clock::time_point m_lastUpdate;
    /// Time in state Running.
    double m_trainedSeconds = 0;
    Clock::time_point m_lastSlice;
    /// Rows trained and time spent since the rate was last measured.
    double m_rateRows = 0;
    double m_rateSeconds = 0;
    double m_rowsPerSecond = 0;
    Clock::time_point m_paceStart;
    double m_paceEpochs = 0;

    /// Rows shown while training: all of a small table, else a fixed sub-sample.
    std::shared_ptr<const RowList> m_liveRows;
    bool m_snapshotInFlight = false;
    Clock::time_point m_lastSnapshot;
    double m_snapshotSeconds = 0;
    std::size_t m_largestState = 0;
    Clock::time_point m_lastKept;
    /// What keeping the last state took.
    double m_keepSeconds = 0;
    /// Nothing is being encoded if null.
    std::unique_ptr<FullEncoding> m_fullEncoding;
    /// A full encoding waits until the snapshot in flight has been drawn.
    bool m_fullEncodingWanted = false;
};

}  // namespace latentscape::ui
