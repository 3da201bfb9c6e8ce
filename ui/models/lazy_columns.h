#pragma once

#include <QElapsedTimer>
#include <algorithm>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "core/data/dataset.h"
#include "ui/support/background_task.h"

namespace latentscape::ui {

/// One value for each column of a table, computed off the window's thread for the columns that a view asks
/// for, so that a table of any width opens at once. All methods belong to the window's thread.
template <class Value>
class LazyColumns {
public:
    using ValuePtr = std::shared_ptr<const Value>;
    /// Runs on another thread and shares what it reads.
    using Compute = std::function<Value(Index column)>;
    using OnReady = std::function<void(const std::vector<Index>& columns)>;

    explicit LazyColumns(OnReady onReady)
        : m_onReady(std::move(onReady)),
          m_task([this](Batch batch) { take(std::move(batch)); },
                 [this](const std::exception_ptr&) { giveUp(); }) {}

    /// Forgets everything; `count` columns from here on.
    void reset(std::size_t count, Compute compute) {
        m_task.cancel();
        m_working = false;
        m_compute = std::move(compute);
        m_queue.clear();
        m_values.assign(count, nullptr);
        m_asked.assign(count, false);
        m_left = count;
    }

    /// The value, or nothing until it is ready; then onReady names the column.
    ValuePtr get(Index column) {
        ask(column);
        start();
        return m_values[std::size_t(column)];
    }

    void askForAll() {
        // What was asked for last comes first, and this is the least urgent.
        std::vector<Index> urgent = std::exchange(m_queue, {});
        for (Index column = Index(m_values.size()) - 1; column >= 0; --column)
            ask(column);
        m_queue.insert(m_queue.end(), urgent.begin(), urgent.end());
        start();
    }

    bool isComplete() const { return m_left == 0; }

private:
    using Batch = std::vector<std::pair<Index, ValuePtr>>;
    /// Long enough to be worth the way between the threads, short enough for what is asked for meanwhile.
    static constexpr qint64 kBatchMilliseconds = 40;

    void ask(Index column) {
        if (m_asked[std::size_t(column)])
            return;
        m_asked[std::size_t(column)] = true;
        m_queue.push_back(column);
    }

    void start() {
        if (m_working || m_queue.empty())
            return;
        m_working = true;
        m_task.run([queue = m_queue, compute = m_compute] {
            QElapsedTimer timer;
            timer.start();
            Batch batch;
            for (auto column = queue.rbegin(); column != queue.rend(); ++column) {
                batch.emplace_back(*column, std::make_shared<const Value>(compute(*column)));
                if (timer.elapsed() > kBatchMilliseconds)
                    break;
            }
            return batch;
        });
    }

    void take(Batch batch) {
        m_working = false;
        std::vector<Index> ready;
        for (auto& [column, value] : batch) {
            m_values[std::size_t(column)] = std::move(value);
            ready.push_back(column);
        }
        m_left -= batch.size();
        std::erase_if(m_queue, [this](Index column) { return m_values[std::size_t(column)] != nullptr; });
        start();
        m_onReady(ready);
    }

    /// Without memory there is nothing to show; the table itself stays usable.
    void giveUp() {
        m_working = false;
        m_queue.clear();
    }

    OnReady m_onReady;
    BackgroundTask<Batch> m_task;
    Compute m_compute;
    /// Asked for and not there yet; the last comes first.
    std::vector<Index> m_queue;
    std::vector<ValuePtr> m_values;
    std::vector<bool> m_asked;
    std::size_t m_left = 0;
    bool m_working = false;
};

}  // namespace latentscape::ui
