#include "app/cli_processes.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/support/problem.h"

namespace latentscape::cli {
namespace {

int exitCodeOf(int status) {
    constexpr int kKilled = 128;
    return WIFEXITED(status) ? WEXITSTATUS(status) : kKilled + WTERMSIG(status);
}

}  // namespace

ProcessPool::ProcessPool(int places) : m_places(std::size_t(places)) {
    // Held back, they can be waited for together: none is lost between two looks.
    sigemptyset(&m_signals);
    for (const int signal : {SIGINT, SIGTERM, SIGCHLD})
        sigaddset(&m_signals, signal);
    sigprocmask(SIG_BLOCK, &m_signals, nullptr);
}

ProcessPool::~ProcessPool() {
    interruptAll();
    for (const Job& job : m_jobs)
        ::waitpid(job.process, nullptr, 0);
}

void ProcessPool::interruptAll() const {
    for (const Job& job : m_jobs)
        ::kill(job.process, SIGINT);
}

void ProcessPool::waitForPlace(const Ended& ended) {
    while (m_jobs.size() >= m_places)
        waitForOne(ended);
}

void ProcessPool::waitForAll(const Ended& ended) {
    while (!m_jobs.empty())
        waitForOne(ended);
}

void ProcessPool::start(std::size_t job, std::vector<std::vector<std::string>> calls, ProcessFiles files) {
    Job& added =
        m_jobs.emplace_back(Job{.number = job, .calls = std::move(calls), .files = std::move(files)});
    startNextCall(added);
}

void ProcessPool::startNextCall(Job& job) {
    const std::vector<std::string>& call = job.calls[job.next];
    const bool isFirst = job.next == 0;
    const bool isLast = job.next + 1 == job.calls.size();
    ++job.next;
    std::vector<char*> words{const_cast<char*>("latentscape-cli")};
    for (const std::string& word : call)
        words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, job.files.messages.c_str(),
                                     O_WRONLY | O_CREAT | (isFirst ? O_TRUNC : O_APPEND), 0644);
    if (isLast)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, job.files.output.c_str(),
                                         O_WRONLY | O_CREAT | O_TRUNC, 0644);
    else
        posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    // In a group of its own a process is not told by the terminal, but once and by us.
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    const int failed =
        posix_spawn(&job.process, "/proc/self/exe", &actions, &attributes, words.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) {
        m_jobs.erase(m_jobs.begin() + (&job - m_jobs.data()));
        throw Error(ProblemCode::FileNotWritable,
                    {{"file", "/proc/self/exe"}, {"reason", std::strerror(failed)}});
    }
}

void ProcessPool::waitForOne(const Ended& ended) {
    int status = 0;
    const pid_t process = ::waitpid(-1, &status, WNOHANG);
    if (process <= 0) {
        const int signal = ::sigwaitinfo(&m_signals, nullptr);
        if (signal == SIGINT || signal == SIGTERM) {
            m_interrupted = true;
            interruptAll();
        }
        return;
    }
    const auto job =
        std::find_if(m_jobs.begin(), m_jobs.end(), [&](const Job& one) { return one.process == process; });
    if (job == m_jobs.end())
        return;
    if (exitCodeOf(status) == 0 && job->next < job->calls.size()) {
        startNextCall(*job);
        return;
    }
    const std::size_t number = job->number;
    m_jobs.erase(job);
    ended(number, exitCodeOf(status));
}

}  // namespace latentscape::cli
