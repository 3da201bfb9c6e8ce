#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <deque>
#include <memory>
#include <optional>

#include "core/storage/run_watch.h"
#include "ui/support/background_task.h"
#include "ui/training/training_controller.h"

namespace latentscape::ui {

/// Follows a run that another process writes into its folder: looks there about once a second, in the
/// background, and feeds the controller in place of the worker, so that all views show the run as if it were
/// trained here. Ends by itself as soon as another run is shown.
class RunFollower : public QObject {
    Q_OBJECT

public:
    /// The controller outlives the follower.
    explicit RunFollower(TrainingController& controller, QObject* parent = nullptr);
    ~RunFollower() override;

    /// What is on screen stays until setData().
    void follow(const QString& folder);
    void stop();
    /// Shows the run that was found, with its table or, if that is null, without, and others on that table
    /// beside it.
    void setData(const TrainingDataPtr& data, std::vector<KeptRun> beside = {});
    /// The run goes on here, from its last checkpoint. False while its process writes, or before there are
    /// a table and a checkpoint.
    bool takeOver();

    bool isActive() const { return m_watch != nullptr; }
    /// Of the run that was found, and is on screen.
    bool isShown() const { return m_run != 0; }
    const QString& folder() const { return m_folder; }
    /// Of the run that is shown. A process on another machine counts as long as the files change.
    bool isWritten() const { return m_isWritten; }
    bool isGone() const { return m_isGone; }
    bool canTakeOver() const { return m_run != 0 && !m_isWritten && isUsable(); }
    double secondsOld() const { return m_secondsOld; }

    static constexpr int kLookMilliseconds = 1000;
    /// For tests.
    void setInterval(int milliseconds) { m_timer.setInterval(milliseconds); }

signals:
    /// The folder holds a run that began like this: setData() is awaited. A second time if another run takes
    /// its place.
    void found(const latentscape::RunConfig& config);
    /// One of the values above; at each look.
    void statusChanged();
    /// There is no run (any more) that can be read.
    void failed(const latentscape::Problem& problem);

private:
    /// A look, and the state of its checkpoint, copied where nobody waits for it.
    struct Look {
        RunNews news;
        TrainerStatePtr state;
    };

    void look();
    void onLook(const Look& look);
    void show(std::vector<KeptRun> beside = {});
    void addLatest(const MetricsHistory& latest);
    /// `running` is how the run goes on: live changes counted.
    MetricsUpdate progress(MetricsHistory latest, const Hyperparameters& running);
    void showCheckpoint();
    void showState();
    void encode();
    /// Whether there is a checkpoint, of a model for the rows as they are encoded.
    bool isUsable() const;
    RunState stateNow(const Hyperparameters& running) const;

    TrainingController& m_controller;
    QString m_folder;
    QTimer m_timer;
    std::shared_ptr<RunWatch> m_watch;
    /// Of the run that was found.
    std::optional<RunConfig> m_config;
    TrainingDataPtr m_data;
    /// As of the newest checkpoint.
    TrainerStatePtr m_state;
    /// The columns as that model knows them.
    std::vector<EncodedColumn> m_encoding;
    /// Told before the run is shown.
    MetricsHistory m_early;
    /// In the list; 0 while it is not shown.
    quint64 m_run = 0;
    /// The one in whose place it will be shown.
    quint64 m_replaced = 0;
    bool m_isWritten = false;
    /// Whether its process was seen to hold the folder.
    bool m_wasLocked = false;
    bool m_isGone = false;
    double m_secondsOld = 0;
    double m_secondsTrained = 0;
    /// Since the files were last seen to change.
    QElapsedTimer m_changed;
    std::int64_t m_step = 0;
    double m_epoch = 0;
    double m_bestElbo = 0;
    double m_bestEpoch = 0;
    /// Seconds and epochs of the last updates, for the pace.
    std::deque<std::pair<double, double>> m_pace;
    /// Last, so that nothing arrives in a follower that is half gone.
    BackgroundTask<LatentSnapshotPtr> m_encode;
    BackgroundTask<Look> m_look;
};

}  // namespace latentscape::ui
