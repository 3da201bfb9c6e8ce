#include "core/support/parallel.h"

#include <algorithm>
#include <system_error>

namespace latentscape {

WorkerTeam::WorkerTeam(int threads) {
    try {
        for (int thread = 1; thread < threads; ++thread)
            m_workers.emplace_back(&WorkerTeam::workerLoop, this, thread);
    } catch (const std::system_error&) {
        // The system grants no more: those that there are do the same work.
    }
}

WorkerTeam::~WorkerTeam() {
    m_stop = true;
    m_generation.fetch_add(1, std::memory_order_release);
    m_generation.notify_all();
    for (std::thread& worker : m_workers)
        worker.join();
}

void WorkerTeam::run(Work work) {
    if (m_workers.empty() || work.parts < 2) {
        for (int part = 0; part < work.parts; ++part)
            work.call(work.context, part);
        return;
    }
    m_work = work;
    m_busyWorkers.store(std::uint32_t(m_workers.size()), std::memory_order_relaxed);
    m_generation.fetch_add(1, std::memory_order_release);
    m_generation.notify_all();
    runShare(0);
    for (std::uint32_t busy = m_busyWorkers.load(std::memory_order_acquire); busy != 0;
         busy = m_busyWorkers.load(std::memory_order_acquire))
        m_busyWorkers.wait(busy, std::memory_order_acquire);
}

void WorkerTeam::runShare(int thread) const {
    for (int part = thread; part < m_work.parts; part += threads())
        m_work.call(m_work.context, part);
}

void WorkerTeam::workerLoop(int thread) {
    std::uint32_t seen = 0;
    while (true) {
        m_generation.wait(seen, std::memory_order_acquire);
        ++seen;
        if (m_stop)
            return;
        runShare(thread);
        if (m_busyWorkers.fetch_sub(1, std::memory_order_acq_rel) == 1)
            m_busyWorkers.notify_one();
    }
}

int availableCores() {
    return std::max(1, int(std::thread::hardware_concurrency()));
}

}  // namespace latentscape
