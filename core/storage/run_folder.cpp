#include "core/storage/run_folder.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include <unistd.h>

#include "core/storage/atomic_file.h"
#include "core/storage/checkpoint.h"
#include "core/training/best_parameters.h"
#include "core/training/trainer.h"

namespace latentscape {
namespace {

/// Without its first line.
std::string withoutHeader(const std::string& csv) {
    return csv.substr(csv.find('\n') + 1);
}

std::string createdRunFolder(std::string path) {
    createRunFolder(path);
    return path;
}

void removeFile(const std::string& path) {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT)
        throw Error(ProblemCode::FileNotWritable, {{"file", path}, {"reason", std::strerror(errno)}});
}

}  // namespace

RunFolder::RunFolder(std::string path) : m_path(createdRunFolder(std::move(path))), m_lock(m_path) {
    removeLeftovers();
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

void RunFolder::begin(const RunConfig& config, const RunMoment& moment) {
    for (const char* const file : {kConfigFile, kCheckpointFile, kModelFile})
        removeFile(m_path + file);
    m_source = config.source;
    finish(moment);
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
    if (!latest.edits.empty() || !latest.recoveries.empty())
        appendLines(m_path + kEditsFile, editsJsonLines(latest));
}

void RunFolder::save(const RunMoment& moment) {
    if (!isWorthKeeping(moment.state))
        return;
    writeRunModel(m_path, {.source = m_source,
                           .hyperparameters = moment.state.hyperparameters,
                           .preprocessor = moment.preprocessor,
                           .model = {.vae = moment.vae, .parameters = bestParameters(moment.state)}});
    writeCheckpoint(m_path + kCheckpointFile, moment.state, moment.history, moment.preprocessor);
}

void RunFolder::finish(const RunMoment& moment) {
    writeRunHistory(m_path, moment.history);
    save(moment);
}

RunMoment momentOf(const Trainer& trainer, const MetricsHistory& history) {
    return {.state = trainer.state(),
            .history = history,
            .preprocessor = trainer.data().preprocessor,
            .vae = trainer.vae()};
}

}  // namespace latentscape
