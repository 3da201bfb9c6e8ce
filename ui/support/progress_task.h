#pragma once

#include <QTimer>
#include <atomic>
#include <functional>
#include <memory>

#include "core/support/progress.h"
#include "ui/support/background_task.h"

namespace latentscape::ui {

/// A BackgroundTask whose job tells how far it is, and ends early when nobody waits for it any more. All
/// methods belong to the owner's thread.
template <class Result>
class ProgressTask {
public:
    using Job = std::function<Result(const Progress&)>;

    /// `onProgress` is told the share that is done, now and then while a job runs.
    ProgressTask(std::function<void(Result)> onResult, std::function<void(std::exception_ptr)> onError,
                 std::function<void(double)> onProgress)
        : m_task(
              [this, onResult = std::move(onResult)](Result result) {
                  m_watch.stop();
                  onResult(std::move(result));
              },
              [this, onError = std::move(onError)](const std::exception_ptr& error) {
                  m_watch.stop();
                  onError(error);
              }) {
        QObject::connect(&m_watch, &QTimer::timeout, &m_watch,
                         [this, onProgress = std::move(onProgress)] { onProgress(m_state->share); });
    }
    ~ProgressTask() { cancel(); }
    ProgressTask(const ProgressTask&) = delete;
    ProgressTask& operator=(const ProgressTask&) = delete;

    /// Replaces every job asked for before.
    void run(Job job) {
        cancel();
        m_state = std::make_shared<State>();
        m_watch.start(kMilliseconds);
        m_task.run([job = std::move(job), state = m_state] {
            return job([state](double share) {
                state->share = share;
                return !state->cancelled;
            });
        });
    }

    /// Nothing asked for so far will call back.
    void cancel() {
        if (m_state)
            m_state->cancelled = true;
        m_task.cancel();
        m_watch.stop();
    }

    /// Somebody waits for a job.
    bool isRunning() const { return m_watch.isActive(); }

private:
    static constexpr int kMilliseconds = 200;

    /// What both threads touch.
    struct State {
        std::atomic<double> share = 0;
        std::atomic<bool> cancelled = false;
    };

    std::shared_ptr<State> m_state;
    QTimer m_watch;
    /// Last, so that no result arrives in a task that is half gone.
    BackgroundTask<Result> m_task;
};

}  // namespace latentscape::ui
