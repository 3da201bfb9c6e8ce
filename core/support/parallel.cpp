#include "core/support/parallel.h"

#include <algorithm>
#include <system_error>

#ifdef __linux__
#include <sys/resource.h>
#endif

namespace latentscape {
namespace {

/// Waits until `value` is no longer `old`. The phases of one step follow each other within microseconds, and
/// waking a thread that has fallen asleep takes some fifty of them (more on a virtual machine): so it looks
/// for about a tenth of a millisecond before it sleeps.
void waitForChange(const std::atomic<std::uint32_t>& value, std::uint32_t old) {
    constexpr int kLooks = 4000;
    for (int look = 0; look < kLooks; ++look) {
        if (value.load(std::memory_order_acquire) != old)
            return;
#if defined(__x86_64__) || defined(__i386__)
        __builtin_ia32_pause();
#endif
    }
    value.wait(old, std::memory_order_acquire);
}

}  // namespace

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
        waitForChange(m_busyWorkers, busy);
}

void WorkerTeam::runShare(int thread) const {
    for (int part = thread; part < m_work.parts; part += threads())
        m_work.call(m_work.context, part);
}

void WorkerTeam::workerLoop(int thread) {
    std::uint32_t seen = 0;
    while (true) {
        waitForChange(m_generation, seen);
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

void lowerThreadPriority() {
#ifdef __linux__
    // Linux takes 0 for the thread, not for the process. A tenth of what a thread of normal priority gets.
    constexpr int kNice = 10;
    setpriority(PRIO_PROCESS, 0, kNice);
#endif
}

}  // namespace latentscape
