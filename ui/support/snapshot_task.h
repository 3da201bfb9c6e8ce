#pragma once

#include <QTimer>
#include <algorithm>
#include <chrono>

#include "core/training/snapshot.h"
#include "core/training/training_data.h"
#include "ui/support/background_task.h"

namespace latentscape::ui {

/// Keeps what a view shows of a model up to date: computes it in the background from the newest snapshot,
/// whenever that is another one.
///
/// While a model trains, at most about twice a second, and so rarely that the training loses no more than a
/// four-hundredth of two cores; otherwise at once. Nothing is computed for a view that is not on the screen:
/// it catches up when it is shown. All methods belong to the owner's thread; see BackgroundTask.
template <class Result>
class SnapshotTask {
public:
    using Compute = std::function<Result(const TrainingData&, const ModelSnapshot&)>;
    /// Where it matters which rows the snapshot has.
    using ComputeRows = std::function<Result(const TrainingData&, const LatentSnapshot&)>;
    using OnResult = std::function<void(Result, const LatentSnapshotPtr&)>;

    /// `compute` runs on another thread.
    SnapshotTask(Compute compute, OnResult onResult)
        : SnapshotTask(ComputeRows([compute = std::move(compute)](const TrainingData& data,
                                                                  const LatentSnapshot& snapshot) {
                           return compute(data, *snapshot.model);
                       }),
                       std::move(onResult)) {}
    SnapshotTask(ComputeRows compute, OnResult onResult)
        : m_compute(std::move(compute)), m_onResult(std::move(onResult)), m_task([this](Timed timed) {
              m_busySeconds = timed.seconds;
              m_onResult(std::move(timed.result), timed.snapshot);
              advance();
          }) {
        m_timer.setSingleShot(true);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { advance(); });
    }

    /// New rows: what was asked for so far is forgotten. Null for none.
    void setTrainingData(TrainingDataPtr data) {
        m_task.cancel();
        m_data = std::move(data);
        m_wanted.reset();
        m_busySeconds = 0;
    }

    /// Of the model that the view is to show next. One of other columns than the training data is ignored.
    void setSnapshot(LatentSnapshotPtr snapshot) {
        if (!m_data || !snapshot || !snapshot->model ||
            snapshot->model->vae->features() != m_data->preprocessor.features())
            return;
        m_wanted = std::move(snapshot);
        advance();
    }

    /// Whether a model is being trained, which has the first claim on the processor.
    void setTraining(bool training) {
        m_training = training;
        advance();
    }

    void setShown(bool shown) {
        m_shown = shown;
        advance();
    }

private:
    using Clock = std::chrono::steady_clock;

    static constexpr double kIntervalSeconds = 0.5;
    /// Of one core's time.
    static constexpr double kLargestShare = 0.005;

    struct Timed {
        Result result;
        LatentSnapshotPtr snapshot;
        double seconds = 0;
    };

    void advance() {
        if (!m_wanted || !m_shown)
            return;
        const double interval = std::max(kIntervalSeconds, m_busySeconds / kLargestShare);
        const double waited = std::chrono::duration<double>(Clock::now() - m_started).count();
        if (m_training && (m_task.isRunning() || waited < interval)) {
            m_timer.start(int(1000 * std::clamp(interval - waited, 0.01, interval)));
            return;
        }
        m_timer.stop();
        m_started = Clock::now();
        m_task.run([compute = m_compute, data = m_data, snapshot = std::exchange(m_wanted, nullptr)] {
            const Clock::time_point start = Clock::now();
            Result result = compute(*data, *snapshot);
            return Timed{std::move(result), snapshot,
                         std::chrono::duration<double>(Clock::now() - start).count()};
        });
    }

    ComputeRows m_compute;
    OnResult m_onResult;
    TrainingDataPtr m_data;
    /// Not computed yet.
    LatentSnapshotPtr m_wanted;
    bool m_training = false;
    bool m_shown = false;
    double m_busySeconds = 0;
    Clock::time_point m_started;
    QTimer m_timer;
    /// Last, so that no result arrives in a task that is half gone.
    BackgroundTask<Timed> m_task;
};

}  // namespace latentscape::ui
