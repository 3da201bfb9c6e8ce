#include "core/storage/run_watch.h"

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <utility>

#include <sys/stat.h>

#include "core/storage/folder_lock.h"
#include "core/support/whole_file.h"

namespace latentscape {
namespace {

/// So often what is there may be half there, though nobody seems to write it.
constexpr int kForgivenFailures = 2;

std::optional<struct stat> statusOf(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        return std::nullopt;
    return status;
}

double seconds(const timespec& time) {
    return double(time.tv_sec) + 1e-9 * double(time.tv_nsec);
}

}  // namespace

RunWatch::RunWatch(std::string folder) : m_folder(std::move(folder)), m_history(m_folder) {}

RunWatch::Seen RunWatch::seen(const char* file) const {
    const std::optional<struct stat> status = statusOf(m_folder + file);
    if (!status)
        return {};
    return {.file = std::uint64_t(status->st_ino),
            .bytes = std::int64_t(status->st_size),
            .nanoseconds =
                std::int64_t(status->st_mtim.tv_sec) * 1'000'000'000 + std::int64_t(status->st_mtim.tv_nsec)};
}

RunNews RunWatch::look() {
    RunNews news;
    news.isGone = !statusOf(m_folder) && (errno == ENOENT || errno == ENOTDIR);
    if (news.isGone)
        return news;
    // Before the files are read: what is written until it ends is then read at this look.
    news.isWritten = isBeingWritten(m_folder);
    try {
        readNews(news);
        m_failures = 0;
    } catch (const Error& error) {
        news.config.reset();
        news.latest.clear();
        news.checkpoint.reset();
        ++m_failures;
        if (!news.isWritten && m_failures > kForgivenFailures)
            news.problem = error.problem();
    }
    const std::optional<struct stat> metrics = statusOf(m_folder + kMetricsFile);
    const std::optional<struct stat> config = statusOf(m_folder + kConfigFile);
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    if (metrics)
        news.secondsOld = std::max(0.0, seconds(now) - seconds(metrics->st_mtim));
    if (metrics && config)
        news.secondsTrained = std::max(0.0, seconds(metrics->st_mtim) - seconds(config->st_mtim));
    return news;
}

void RunWatch::readNews(RunNews& news) {
    const Seen config = seen(kConfigFile);
    // While a run begins where another one was, there is none.
    if (config.bytes < 0 && !m_configText.empty())
        return;
    std::string text = m_configText;
    if (config != m_config || text.empty())
        text = readWholeFile(m_folder + kConfigFile);
    if (text != m_configText) {
        news.config = readRunConfig(m_folder);
        m_history = RunHistoryReader(m_folder);
        m_checkpoint = {};
    }
    // Before the history, which then reaches at least as far.
    const Seen checkpoint = seen(kCheckpointFile);
    if (checkpoint.bytes >= 0 && checkpoint != m_checkpoint)
        news.checkpoint = std::make_shared<const Checkpoint>(readCheckpoint(m_folder + kCheckpointFile));
    m_history.read();
    if (m_history.beganAnew() && !news.config) {
        // The same run once more: all of it at the next look.
        m_configText.clear();
        m_config = {};
        throw Error(ProblemCode::RunUnreadable,
                    {{"file", m_folder}, {"reason", "it has just begun once more"}});
    }
    news.latest = m_history.latest();
    m_configText = std::move(text);
    m_config = config;
    m_checkpoint = checkpoint;
}

}  // namespace latentscape
