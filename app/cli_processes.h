#pragma once

#include <csignal>
#include <functional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace latentscape::cli {

/// Where what a process prints goes.
struct ProcessFiles {
    /// Standard error of all its calls, and standard output of all but the last.
    std::string messages;
    /// Standard output of the last call.
    std::string output;
};

/// Calls of this program as processes of their own, a few at a time. Ctrl+C (SIGINT, also SIGTERM) is passed
/// on to them, so that each ends as it would by itself.
class ProcessPool {
public:
    /// Told which job ended, and with which exit code: that of its first call that failed, or 0.
    using Ended = std::function<void(std::size_t job, int exitCode)>;

    /// From here on the signals named above only reach the pool.
    explicit ProcessPool(int places);
    /// Ends what still runs.
    ~ProcessPool();
    ProcessPool(const ProcessPool&) = delete;
    ProcessPool& operator=(const ProcessPool&) = delete;

    /// Whether the person asked for the end.
    bool interrupted() const { return m_interrupted; }

    /// Blocks while all places are taken.
    void waitForPlace(const Ended& ended);
    void waitForAll(const Ended& ended);

    /// Runs calls of this program, given by their arguments, one after the other, as long as they succeed.
    /// Only when there is a place. Throws Error(FileNotWritable).
    void start(std::size_t job, std::vector<std::vector<std::string>> calls, ProcessFiles files);

private:
    struct Job {
        std::size_t number = 0;
        std::vector<std::vector<std::string>> calls;
        ProcessFiles files;
        std::size_t next = 0;
        pid_t process = 0;
    };

    void startNextCall(Job& job);
    /// Blocks until a call ends or a signal comes.
    void waitForOne(const Ended& ended);
    void interruptAll() const;

    std::size_t m_places;
    bool m_interrupted = false;
    sigset_t m_signals;
    std::vector<Job> m_jobs;
};

}  // namespace latentscape::cli
