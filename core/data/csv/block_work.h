#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <string>

#include "core/support/parallel.h"

namespace latentscape {

/// Works through the blocks of one file with all threads, tells how far it is and stops when told to.
class BlockWork {
public:
    /// `file` is named when the work is cancelled. `progress` as in ReadControl.
    BlockWork(const std::string& file, int threads, std::function<bool(double share)> progress);

    int threads() const { return m_team.threads(); }
    /// What the next blocks are of the whole work, as shares of it.
    void setStage(double begin, double end);

    /// Calls task(thread, block) for each block, in rising order, each on the thread that is free first, and
    /// returns when all are done. Of several exceptions the one of the lowest block is thrown, whatever the
    /// threads are; blocks behind it may be left out. Throws Error(Cancelled).
    template <class Task>
    void forEach(std::size_t blocks, const Task& task) {
        std::atomic<std::size_t> next = 0;
        std::atomic<std::size_t> done = 0;
        m_failedBlock = blocks;
        m_failure = nullptr;
        m_stopped = false;
        m_team.forEach(m_team.threads(), [&](int thread) {
            for (std::size_t block = next++; block < blocks && !m_stopped; block = next++) {
                try {
                    task(thread, block);
                    tellProgress(double(++done) / double(blocks));
                } catch (...) {
                    fail(block, std::current_exception());
                }
            }
        });
        if (m_failure)
            std::rethrow_exception(m_failure);
    }

    /// For work that is done by one thread. Throws Error(Cancelled).
    void tellProgress(double shareOfStage);

private:
    void fail(std::size_t block, std::exception_ptr failure);

    std::string m_file;
    std::function<bool(double share)> m_progress;
    WorkerTeam m_team;
    double m_stageBegin = 0;
    double m_stageEnd = 1;
    double m_told = 0;
    std::mutex m_mutex;
    std::atomic<bool> m_stopped = false;
    std::size_t m_failedBlock = 0;
    std::exception_ptr m_failure;
};

}  // namespace latentscape
