#pragma once

#include <QThread>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>

#include "ui/support/background_task.h"

namespace latentscape::ui {

/// Calls that any thread posts, made one after the other on the thread that the mailbox belongs to, between
/// that thread's other events. A queued signal would do, were it not for the thread sanitizer: Qt as packaged
/// is not instrumented, so a hand-over inside it looks like a race.
class Mailbox {
public:
    /// Belongs to the thread that creates it.
    Mailbox() : m_wakeUp([this] { deliverOne(); }) {}

    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;

    /// Before anything is posted.
    void moveToThread(QThread* thread) { m_wakeUp.moveToThread(thread); }

    /// What is still waiting when the mailbox goes is never called.
    void post(std::function<void()> call) {
        {
            const std::lock_guard lock(m_mutex);
            m_calls.push_back(std::move(call));
        }
        QCoreApplication::postEvent(&m_wakeUp, new QEvent(QEvent::User));
    }

private:
    void deliverOne() {
        std::function<void()> call;
        {
            const std::lock_guard lock(m_mutex);
            call = std::move(m_calls.front());
            m_calls.pop_front();
        }
        call();
    }

    std::mutex m_mutex;
    std::deque<std::function<void()>> m_calls;
    WakeUp m_wakeUp;
};

}  // namespace latentscape::ui
