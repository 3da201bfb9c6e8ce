#include "core/support/parallel.h"

#include <algorithm>
#include <system_error>

#ifdef __linux__
#include <sys/resource.h>
#endif

namespace latentscape {
namespace {

void relax() {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
}

/// Waits until `value` is no longer `old`. The phases of one step follow each other within microseconds, and
/// waking a thread that has fallen asleep takes some fifty of them (more on a virtual machine): so it looks
/// for about a tenth of a millisecond before it sleeps.
void waitForChange(const std::atomic<std::uint32_t>& value, std::uint32_t old) {
    constexpr int kLooks = 4000;
    for (int look = 0; look < kLooks; ++look) {
        if (value.load(std::memory_order_acquire) != old)
            return;
        relax();
    }
    value.wait(old, std::memory_order_acquire);
}

std::uint64_t shareLeft(std::uint32_t generation, std::uint32_t parts) {
    return std::uint64_t(generation) << 32 | parts;
}

std::uint32_t generationOf(std::uint64_t share) {
    return std::uint32_t(share >> 32);
}

std::uint32_t partsOf(std::uint64_t share) {
    return std::uint32_t(share);
}

}  // namespace

WorkerTeam::WorkerTeam(int threads) : m_shares(std::size_t(std::max(1, threads))) {
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
    m_unfinishedParts.store(std::uint32_t(work.parts), std::memory_order_relaxed);
    const std::uint32_t generation = m_generation.load(std::memory_order_relaxed) + 1;
    for (int thread = 0; thread < threads(); ++thread) {
        const int parts = (work.parts - thread + threads() - 1) / threads();
        m_shares[std::size_t(thread)].left.store(shareLeft(generation, std::uint32_t(std::max(0, parts))),
                                                 std::memory_order_release);
    }
    m_generation.store(generation, std::memory_order_release);
    m_generation.notify_all();
    runShares(0, generation);
    for (std::uint32_t parts = m_unfinishedParts.load(std::memory_order_acquire); parts != 0;
         parts = m_unfinishedParts.load(std::memory_order_acquire))
        waitForChange(m_unfinishedParts, parts);
}

void WorkerTeam::runShares(int thread, std::uint32_t generation) {
    runShare(thread, generation);
    // The others begin within a microsecond if they are awake; what they hold in their caches is theirs.
    constexpr int kLooks = 100;
    for (int look = 0; look < kLooks; ++look) {
        if (m_unfinishedParts.load(std::memory_order_acquire) == 0)
            return;
        relax();
    }
    for (int other = 1; other < threads(); ++other)
        runShare((thread + other) % threads(), generation);
}

void WorkerTeam::runShare(int owner, std::uint32_t generation) {
    std::atomic<std::uint64_t>& left = m_shares[std::size_t(owner)].left;
    std::uint64_t seen = left.load(std::memory_order_acquire);
    while (generationOf(seen) == generation && partsOf(seen) > 0) {
        if (!left.compare_exchange_weak(seen, seen - 1, std::memory_order_acq_rel, std::memory_order_acquire))
            continue;
        // The part is ours, and until it is done the work stays what it is.
        const int part = owner + (int(partsOf(seen)) - 1) * threads();
        m_work.call(m_work.context, part);
        if (m_unfinishedParts.fetch_sub(1, std::memory_order_acq_rel) == 1)
            m_unfinishedParts.notify_one();
        seen = left.load(std::memory_order_acquire);
    }
}

void WorkerTeam::workerLoop(int thread) {
    std::uint32_t seen = 0;
    while (true) {
        waitForChange(m_generation, seen);
        seen = m_generation.load(std::memory_order_acquire);
        if (m_stop)
            return;
        runShares(thread, seen);
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
