#include "core/storage/run_folder.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/storage/atomic_file.h"
#include "core/storage/checkpoint.h"

namespace latentscape {
namespace {

const char* const kLockFile = "/.lock";

/// Without its first line.
std::string withoutHeader(const std::string& csv) {
    return csv.substr(csv.find('\n') + 1);
}

void removeFile(const std::string& path) {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT)
        throw Error(ProblemCode::FileNotWritable, {{"file", path}, {"reason", std::strerror(errno)}});
}

}  // namespace

RunFolder::RunFolder(std::string path) : m_path(std::move(path)) {
    createRunFolder(m_path);
    // The kernel gives the lock up when the process ends, however it ends; the file stays and means nothing.
    const std::string lock = m_path + kLockFile;
    m_lock = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (m_lock < 0)
        throw Error(ProblemCode::FileNotWritable, {{"file", lock}, {"reason", std::strerror(errno)}});
    // A file system that knows no locks shall not keep anybody from training.
    if (::flock(m_lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        ::close(m_lock);
        throw Error(ProblemCode::RunInUse, {{"folder", m_path}});
    }
    removeLeftovers();
}

RunFolder::~RunFolder() {
    ::close(m_lock);
}

void RunFolder::removeLeftovers() const {
    std::error_code failed;
    std::filesystem::directory_iterator entry(m_path, failed);
    for (; !failed && entry != std::filesystem::directory_iterator(); entry.increment(failed)) {
        const std::string file = "/" + entry->path().filename().string();
        for (const char* const ours : {kConfigFile, kMetricsFile, kEditsFile, kModelFile, kCheckpointFile})
            if (file.starts_with(ours + std::string(kTemporaryEnding)))
                ::unlink(entry->path().c_str());
    }
}

void RunFolder::begin(const RunConfig& config, const Trainer& trainer, const MetricsHistory& history) {
    for (const char* const file : {kConfigFile, kCheckpointFile, kModelFile})
        removeFile(m_path + file);
    m_source = config.source;
    finish(trainer, history);
    writeRunConfig(m_path, config);
}

void RunFolder::goOnFrom(const RunConfig& config, const MetricsHistory& history) {
    m_source = config.source;
    writeRunConfig(m_path, config);
    writeRunHistory(m_path, history);
}

void RunFolder::append(const MetricsHistory& latest) {
    if (!latest.training.empty() || !latest.validation.empty())
        appendLines(m_path + kMetricsFile, withoutHeader(metricsCsv(latest)));
    if (!latest.edits.empty())
        appendLines(m_path + kEditsFile, editsJsonLines(latest));
}

void RunFolder::save(const Trainer& trainer, const MetricsHistory& history) {
    if (!isWorthKeeping(trainer.state()))
        return;
    writeRunModel(m_path, {.source = m_source,
                           .hyperparameters = trainer.hyperparameters(),
                           .preprocessor = trainer.data().preprocessor,
                           .model = *trainer.bestSnapshot()});
    writeCheckpoint(m_path + kCheckpointFile, trainer.state(), history, trainer.data().preprocessor);
}

void RunFolder::finish(const Trainer& trainer, const MetricsHistory& history) {
    writeRunHistory(m_path, history);
    save(trainer, history);
}

}  // namespace latentscape
