#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <memory>
#include <thread>
#include <type_traits>
#include <vector>

namespace latentscape {

/// Threads that share out the parts of one piece of work. The only place in the core that knows about
/// threads.
///
/// What part i computes must depend on i alone; then the result does not depend on the number of threads.
class WorkerTeam {
public:
    /// `threads` including the caller's own; 1 starts none. Fewer if the system grants no more.
    explicit WorkerTeam(int threads);
    ~WorkerTeam();
    WorkerTeam(const WorkerTeam&) = delete;
    WorkerTeam& operator=(const WorkerTeam&) = delete;

    int threads() const { return int(m_workers.size()) + 1; }

    /// Calls task(0) … task(parts − 1), each once, and returns when all are done. The task must not throw.
    /// One caller at a time. Allocates nothing.
    template <class Task>
    void forEach(int parts, Task&& task) {
        run({.call = [](void* context,
                        int part) { (*static_cast<std::remove_reference_t<Task>*>(context))(part); },
             .context = const_cast<void*>(static_cast<const void*>(&task)),
             .parts = parts});
    }

    /// The same, but on the caller's thread alone unless the work is `worthwhile`: waking the others costs
    /// some microseconds.
    template <class Task>
    void forEach(int parts, bool worthwhile, Task&& task) {
        if (worthwhile)
            return forEach(parts, task);
        for (int part = 0; part < parts; ++part)
            task(part);
    }

    /// The same for a task that may throw: what the first such part threw is thrown when all are done.
    template <class Task>
    void forEachThrowing(int parts, Task&& task) {
        std::vector<std::exception_ptr> failures(static_cast<std::size_t>(parts));
        forEach(parts, [&](int part) {
            try {
                task(part);
            } catch (...) {
                failures[std::size_t(part)] = std::current_exception();
            }
        });
        for (const std::exception_ptr& failure : failures)
            if (failure)
                std::rethrow_exception(failure);
    }

private:
    struct Work {
        void (*call)(void*, int) = nullptr;
        void* context = nullptr;
        int parts = 0;
    };

    /// What is left of one thread's share, with the piece of work it belongs to: a thread that slept through
    /// a piece of work can take nothing of the next by mistake. Of its own cache line.
    struct alignas(64) Share {
        std::atomic<std::uint64_t> left = 0;
    };

    void run(Work work);
    /// Thread t of n owns parts t, t + n, t + 2n, …: always the same ones, whose data its core still holds.
    /// When its own are done it takes those that others have not begun, because their core is busy with
    /// another program or with the window.
    void runShares(int thread, std::uint32_t generation);
    void runShare(int owner, std::uint32_t generation);
    void workerLoop(int thread);

    Work m_work;
    /// Counts pieces of work; workers wait for it to change.
    std::atomic<std::uint32_t> m_generation = 0;
    std::atomic<std::uint32_t> m_unfinishedParts = 0;
    std::vector<Share> m_shares;
    std::atomic<bool> m_stop = false;
    std::vector<std::thread> m_workers;
};

/// Cores that this process may use.
int availableCores();

/// From now on the calling thread leaves the processor to others that want it; for good, as a system lets no
/// thread rise again. Without effect where it does not know such a thing of threads.
void lowerThreadPriority();

}  // namespace latentscape
