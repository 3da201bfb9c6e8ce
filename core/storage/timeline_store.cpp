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
/// Those of before lie beside those of now where a process ended between writing and removing.
constexpr std::size_t kMostFiles = 2 * Timeline::kMostStates;
/// Twice for the same reason. States share in memory what each file holds by itself: the best model and the
/// last finite state, which is four vectors beside three of its own.
constexpr std::size_t kMostFileBytes = 2 * kStoredTimelineBytes / 3 * 7;

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

[[noreturn]] void throwUnreadable(const fs::path& file, const std::string& reason) {
    throw Error(ProblemCode::RunUnreadable, {{"file", file.string()}, {"reason", reason}});
}

/// Whether the two are of one model: all vectors of a checkpoint are as long as its parameters.
bool areOfOneRun(const TrainerState& one, const TrainerState& other) {
    const std::vector<const HyperparameterSpec*> changed =
        differences(one.hyperparameters, other.hyperparameters);
    return one.parameters.size() == other.parameters.size() &&
           std::ranges::none_of(changed, [](const HyperparameterSpec* spec) {
               return spec->effect == HyperparameterEffect::Restart;
           });
}

/// Two states of one run.
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

Timeline readTimeline(const std::string& folder, std::size_t budget, const TrainerState& end) {
    std::vector<TrainerState> states;
    std::size_t bytes = 0;
    for (const fs::path& file : filesIn(folder)) {
        if (file.extension() != kEnding)
            continue;
        TrainerState state = readCheckpoint(file.string()).state;
        if (!areOfOneRun(state, end))
            throwUnreadable(file, "it is a state of another run");
        const StateSize size = stateSize(state);
        bytes += size.own + size.shared;
        if (states.size() == kMostFiles || bytes > kMostFileBytes)
            throwUnreadable(folder, "it holds more states than a run keeps");
        states.push_back(std::move(state));
    }
    std::ranges::sort(states, {}, &TrainerState::step);
    Timeline timeline(budget);
    TrainerStatePtr previous;
    for (TrainerState& state : states) {
        if (previous)
            shareWith(*previous, state);
        previous = std::make_shared<const TrainerState>(std::move(state));
        timeline.add(previous);
    }
    return timeline;
}

}  // namespace latentscape
