// Reads a run folder, or a project, in which one file is what the fuzzer makes up: the first byte chooses
// which. What is read, or one Error, is right; what is read is written so that it reads back the same.

#include <cstdint>

#include "core/storage/project.h"
#include "core/storage/run_history.h"
#include "core/storage/run_store.h"
#include "tests/fuzz/fuzz_folder.h"

namespace {

using namespace latentscape;
using namespace latentscape::fuzz;

void readConfig(const std::string& folder, std::string_view text) {
    writeFile(folder + kConfigFile, text);
    readsOrRefuses(ProblemCode::RunUnreadable, [&] {
        const RunConfig config = readRunConfig(folder);
        writeRunConfig(folder, config);
        const RunConfig again = readRunConfig(folder);
        require(again.hyperparameters == config.hyperparameters &&
                toJson(again.source) == toJson(config.source));
    });
}

void readModel(const std::string& folder, const std::string& file) {
    writeRunConfig(folder, {.source = {.path = "a.csv", .rows = 4}});
    writeFile(folder + kModelFile, file);
    readsOrRefuses(ProblemCode::RunUnreadable, [&] {
        const SavedRun run = readRun(folder);
        require(std::size_t(run.model.parameters.size()) * sizeof(float) <= file.size());
        require(run.model.vae->features() == run.preprocessor.features());
    });
}

/// Metrics, and edits behind a zero byte.
void readHistory(const std::string& folder, std::string_view text) {
    const std::size_t end = std::min(text.find('\0'), text.size());
    writeFile(folder + kMetricsFile, text.substr(0, end));
    writeFile(folder + kEditsFile, end < text.size() ? text.substr(end + 1) : "");
    readsOrRefuses(ProblemCode::RunUnreadable, [&] {
        const MetricsHistory history = readRunHistory(folder);
        writeRunHistory(folder, history);
        const MetricsHistory again = readRunHistory(folder);
        require(again.training.size() == history.training.size() &&
                again.validation.size() == history.validation.size() && again.edits == history.edits &&
                again.recoveries == history.recoveries);
    });
}

void readProjectOf(const std::string& folder, std::string_view text) {
    writeFile(folder + kProjectFile, text);
    readsOrRefuses(ProblemCode::ProjectUnreadable, [&] {
        const Project project = readProject(folder);
        for (const ProjectRun& run : project.runs)
            require(run.folder.starts_with("runs/") && run.folder.find("..") == std::string::npos);
        writeProject(folder, project);
        require(readProject(folder).runs == project.runs);
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0)
        return 0;
    const std::string_view rest(reinterpret_cast<const char*>(data + 1), size - 1);
    const std::string& folder = workFolder();
    switch (data[0] % 5) {
        case 0:
            readConfig(folder, rest);
            break;
        case 1:
            readModel(folder, withLength(rest));
            break;
        case 2:
            readModel(folder, std::string(rest));
            break;
        case 3:
            readHistory(folder, rest);
            break;
        default:
            readProjectOf(folder, rest);
    }
    return 0;
}
