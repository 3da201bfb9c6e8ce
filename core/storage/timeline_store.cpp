#include "core/storage/timeline_store.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <vector>

#include "core/storage/checkpoint.h"
#include "core/storage/run_store.h"
#include "core/support/problem.h"

namespace latentscape {
namespace {

namespace fs = std::filesystem;

const char* const kEnding = ".safetensors";

/// A run comes to a step once, but for divergences, which take it back.
std::string fileName(const TrainerState& state) {
    return std::to_string(state.step) + "-" + std::to_string(state.divergences) + kEnding;
}

std::vector<fs::path> filesIn(const std::string& folder) {
    std::vector<fs::path> files;
    std::error_code failed;
    for (fs::directory_iterator entry(folder, failed); !failed && entry != fs::directory_iterator();
         entry.increment(failed))
        files.push_back(entry->path());
    if (failed && failed != std::errc::no_such_file_or_directory)
        throw Error(ProblemCode::FileUnreadable, {{"file", folder}, {"reason", failed.message()}});
    return files;
}

void shareWith(const TrainerState& earlier, TrainerState& state) {
    if (*state.best.parameters == *earlier.best.parameters)
        state.best.parameters = earlier.best.parameters;
    if (state.lastFinite->epoch == earlier.lastFinite->epoch &&
        state.lastFinite->parameters == earlier.lastFinite->parameters &&
        state.lastFinite->optimizer.steps == earlier.lastFinite->optimizer.steps)
        state.lastFinite = earlier.lastFinite;
}

}  // namespace

void writeTimeline(const std::string& folder, const Timeline& timeline, const Preprocessor& preprocessor) {
    createRunFolder(folder);
    Timeline stored = timeline;
    stored.setBudget(std::min(timeline.budget(), kStoredTimelineBytes));
    std::set<std::string> names;
    for (const TrainerStatePtr& state : stored.states()) {
        const std::string path = folder + "/" + fileName(*state);
        if (!isWorthKeeping(*state))
            continue;
        names.insert(fileName(*state));
        if (!fs::exists(path))
            writeCheckpoint(path, *state, {}, preprocessor);
    }
    for (const fs::path& file : filesIn(folder))
        if (!names.contains(file.filename().string())) {
            std::error_code ignored;
            fs::remove(file, ignored);
        }
}

Timeline readTimeline(const std::string& folder, std::size_t budget) {
    std::vector<TrainerState> states;
    for (const fs::path& file : filesIn(folder))
        if (file.extension() == kEnding)
            states.push_back(readCheckpoint(file.string()).state);
    std::ranges::sort(states, {}, &TrainerState::step);
    Timeline timeline(budget);
    for (std::size_t i = 0; i < states.size(); ++i) {
        if (i > 0)
            shareWith(states[i - 1], states[i]);
        timeline.add(std::make_shared<const TrainerState>(states[i]));
    }
    return timeline;
}

}  // namespace latentscape
