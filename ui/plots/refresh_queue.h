#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <functional>
#include <vector>

namespace latentscape::ui {

/// Lets several plots share the event loop: each turn refreshes at most one of them, in the order of asking.
class RefreshQueue : public QObject {
    Q_OBJECT

public:
    explicit RefreshQueue(QObject* parent = nullptr);

    /// Calls `refresh` in a later turn. Asking again before that changes nothing; a plot that dies is
    /// forgotten.
    void request(QObject* plot, std::function<void()> refresh);

private:
    struct Request {
        QPointer<QObject> plot;
        std::function<void()> refresh;
    };

    void refreshOne();

    std::vector<Request> m_requests;
    QTimer m_timer;
};

}  // namespace latentscape::ui
