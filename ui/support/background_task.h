#pragma once

#include <QCoreApplication>
#include <QEvent>
#include <QObject>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

#include "ui/support/thread_pools.h"

namespace latentscape::ui {

/// Calls back on its own thread for each event that any thread posts to it.
class WakeUp : public QObject {
public:
    explicit WakeUp(std::function<void()> onWake) : m_onWake(std::move(onWake)) {}

protected:
    bool event(QEvent* event) override {
        if (event->type() != QEvent::User)
            return QObject::event(event);
        m_onWake();
        return true;
    }

private:
    std::function<void()> m_onWake;
};

/// Runs one job at a time on a thread pool, always the newest that was asked for, and hands its result back
/// to the thread that owns the task.
///
/// All methods belong to the owner's thread, which needs an event loop. A job runs on a thread of the pool
/// and must own (or share) everything it reads. The task may be destroyed while a job runs: the job ends on
/// its own and its result is dropped. The callbacks must not destroy the task.
template <class Result>
class BackgroundTask {
    static_assert(!std::is_void_v<Result>, "a job hands back a value");

public:
    using Job = std::function<Result()>;
    using OnResult = std::function<void(Result)>;
    using OnError = std::function<void(std::exception_ptr)>;

    /// `onError` gets what a job has thrown; without it the exception is dropped.
    explicit BackgroundTask(OnResult onResult, OnError onError = {}, QThreadPool* pool = viewPool())
        : m_onResult(std::move(onResult)),
          m_onError(std::move(onError)),
          m_pool(pool),
          m_wakeUp([this] { finish(); }),
          m_mailbox(std::make_shared<Mailbox>()) {
        m_mailbox->owner = &m_wakeUp;
    }

    ~BackgroundTask() {
        const std::lock_guard lock(m_mailbox->mutex);
        m_mailbox->owner = nullptr;
    }

    BackgroundTask(const BackgroundTask&) = delete;
    BackgroundTask& operator=(const BackgroundTask&) = delete;

    /// Replaces every job asked for before. While one runs, the new one waits and the running one's result is
    /// dropped.
    void run(Job job) {
        m_waiting = std::move(job);
        if (!m_running)
            startWaiting();
    }

    /// Nothing asked for so far will call back.
    void cancel() {
        m_waiting = nullptr;
        m_cancelled = m_running;
    }

    bool isRunning() const { return m_running; }

private:
    struct Outcome {
        std::optional<Result> result;
        std::exception_ptr error;
    };

    /// The one thing that both threads touch.
    struct Mailbox {
        std::mutex mutex;
        Outcome outcome;
        QObject* owner = nullptr;
    };

    void startWaiting() {
        m_running = true;
        m_cancelled = false;
        m_pool->start([mailbox = m_mailbox, job = std::exchange(m_waiting, nullptr)]() mutable {
            Outcome outcome;
            try {
                outcome.result.emplace(job());
            } catch (...) {
                outcome.error = std::current_exception();
            }
            // What the job holds is released before anyone hears that it has ended.
            job = nullptr;
            const std::lock_guard lock(mailbox->mutex);
            if (!mailbox->owner)
                return;
            mailbox->outcome = std::move(outcome);
            QCoreApplication::postEvent(mailbox->owner, new QEvent(QEvent::User));
        });
    }

    void finish() {
        Outcome outcome;
        {
            const std::lock_guard lock(m_mailbox->mutex);
            outcome = std::exchange(m_mailbox->outcome, Outcome{});
        }
        m_running = false;
        if (m_waiting)
            startWaiting();
        else if (m_cancelled)
            m_cancelled = false;
        else if (outcome.result)
            m_onResult(std::move(*outcome.result));
        else if (m_onError)
            m_onError(outcome.error);
    }

    OnResult m_onResult;
    OnError m_onError;
    QThreadPool* m_pool;
    WakeUp m_wakeUp;
    std::shared_ptr<Mailbox> m_mailbox;
    Job m_waiting;
    bool m_running = false;
    bool m_cancelled = false;
};

}  // namespace latentscape::ui
