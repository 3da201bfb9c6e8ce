#include "ui/plots/refresh_queue.h"

#include <algorithm>

namespace latentscape::ui {

namespace {

/// One plot in each interval: three curves a third of a second apart look live and leave the core to the
/// training.
constexpr int kIntervalMilliseconds = 110;

}  // namespace

RefreshQueue::RefreshQueue(QObject* parent) : QObject(parent) {
    m_timer.setInterval(kIntervalMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &RefreshQueue::refreshOne);
}

void RefreshQueue::request(QObject* plot, std::function<void()> refresh) {
    if (std::ranges::any_of(m_requests, [plot](const Request& waiting) { return waiting.plot == plot; }))
        return;
    m_requests.push_back({plot, std::move(refresh)});
    m_timer.start();
}

void RefreshQueue::refreshOne() {
    std::erase_if(m_requests, [](const Request& waiting) { return waiting.plot.isNull(); });
    if (!m_requests.empty()) {
        const Request next = std::move(m_requests.front());
        m_requests.erase(m_requests.begin());
        next.refresh();
    }
    if (m_requests.empty())
        m_timer.stop();
}

}  // namespace latentscape::ui
