#pragma once

#include <QObject>
#include <QTimer>
#include <atomic>
#include <memory>

#include "ui/support/background_task.h"
#include "ui/training/training_controller.h"

namespace latentscape::ui {

/// Decides which moment of the run the views show: the newest, or one of its timeline, whose latents are
/// computed in the background. The run goes on meanwhile.
class TimelineViewer : public QObject {
    Q_OBJECT

public:
    /// `controller` outlives the viewer.
    explicit TimelineViewer(TrainingController& controller, QObject* parent = nullptr);

    /// What is looked back at; null while the views show the newest.
    const TrainerStatePtr& moment() const { return m_moment; }
    bool isLive() const { return !m_moment; }
    /// Epochs trained by then, with fraction; of the newest if it is live.
    double epoch() const;

public slots:
    /// Shows the run that trains as it was at the kept state whose step is nearest. Nothing happens if none
    /// is kept.
    void lookAt(std::int64_t step);
    /// Shows the newest again, and what follows.
    void goLive();
    /// What was shown last has been drawn.
    void consumed();

signals:
    /// Show this. Of a look back at a large table first the rows that are shown while training, then all.
    void snapshotReady(const latentscape::LatentSnapshotPtr& snapshot);
    /// Another moment is looked back at, or the views are live again.
    void momentChanged();

private:
    void onLiveSnapshot(const LatentSnapshotPtr& snapshot);
    void onRunStarted();
    void encode(bool allRows);
    /// Null if it was abandoned.
    void onEncoded(const LatentSnapshotPtr& snapshot);
    void abandon();

    TrainingController& m_controller;
    TrainerStatePtr m_moment;
    /// The newest of the run, shown or not.
    LatentSnapshotPtr m_newest;
    /// The rows that are shown while the hand moves, and the model's shape.
    std::shared_ptr<const RowList> m_liveRows;
    std::shared_ptr<const Vae> m_vae;
    /// Tells the job that runs that nobody waits for it.
    std::shared_ptr<std::atomic<bool>> m_abandoned;
    /// Something else is wanted than what is being encoded.
    bool m_outdated = false;
    QTimer m_rest;
    /// Last, so that nothing arrives in a viewer that is half gone.
    BackgroundTask<LatentSnapshotPtr> m_task;
};

}  // namespace latentscape::ui
