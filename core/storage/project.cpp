#include "core/storage/project.h"

#include <algorithm>
#include <array>
#include <limits>
#include <new>
#include <set>
#include <stdexcept>

#include "core/storage/atomic_file.h"
#include "core/storage/parse_json.h"
#include "core/support/whole_file.h"

namespace latentscape {
namespace {

using Json = nlohmann::json;
using State = ProjectRun::State;

constexpr int kFormat = 1;
constexpr std::array<std::string_view, 3> kStateNames{"paused", "finished", "diverged"};

double sizeFrom(const Json& json) {
    const double value = finiteFrom(json);
    require(value >= 0, "a number is out of range");
    return value;
}

/// `runs/` and up to nine digits, which lead nowhere else.
bool isRunFolder(std::string_view folder) {
    constexpr std::string_view prefix = "runs/";
    if (!folder.starts_with(prefix))
        return false;
    folder.remove_prefix(prefix.size());
    return !folder.empty() && folder.size() <= 9 &&
           std::all_of(folder.begin(), folder.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Json toJson(const ProjectRun& run) {
    Json json{{"folder", run.folder},
              {"name", run.name},
              {"colour", run.colour},
              {"visible", run.visible},
              {"state", kStateNames[std::size_t(run.state)]},
              {"clock", run.clock}};
    if (run.branchedFrom)
        json["branched_from"] = {{"run", run.branchedFrom->run},
                                 {"step", run.branchedFrom->step},
                                 {"epoch", run.branchedFrom->epoch}};
    if (!run.divergence.empty())
        json["divergence"] = run.divergence;
    return json;
}

ProjectRun runFromJson(const Json& json, int before) {
    ProjectRun run{.folder = json.at("folder"),
                   .name = json.at("name"),
                   .colour = int(countFrom(json.at("colour"), 1'000'000)),
                   .visible = json.at("visible")};
    require(isRunFolder(run.folder), "“" + run.folder + "” is no folder of a run");
    const std::string state = json.at("state");
    const auto name = std::find(kStateNames.begin(), kStateNames.end(), state);
    require(name != kStateNames.end(), "“" + state + "” is no state of a run");
    run.state = State(name - kStateNames.begin());
    if (json.contains("branched_from")) {
        const Json& branch = json.at("branched_from");
        run.branchedFrom = {.run = int(countFrom(branch.at("run"), before)),
                            .step = countFrom(branch.at("step")),
                            .epoch = sizeFrom(branch.at("epoch"))};
    }
    if (json.contains("divergence"))
        run.divergence = json.at("divergence").get<Facts>();
    std::pair<std::int64_t, double> previous{0, 0};
    for (const Json& entry : json.at("clock")) {
        require(entry.size() == 2, "a point of time has other numbers than step and seconds");
        const std::pair point{countFrom(entry.at(0)), sizeFrom(entry.at(1))};
        require(point.first >= previous.first && point.second >= previous.second, "time runs backwards");
        run.clock.push_back(previous = point);
    }
    return run;
}

Project projectFromJson(const Json& json) {
    const std::int64_t format = countFrom(json.at("format"), std::numeric_limits<int>::max());
    require(format <= kFormat, "it is of a later version of the program; open it with that one");
    require(format == kFormat && json.at("program") == "latentscape", "it is of another program");
    const Json& data = json.at("data");
    Project project{.source = runSourceFromJson(data),
                    .relativePath = data.value("relative_path", std::string()),
                    .contentHash = data.at("content_hash"),
                    .embedded = data.at("embedded"),
                    .hyperparameters = hyperparametersFromJson(json.at("hyperparameters"))};
    std::set<std::string> folders;
    for (const Json& run : json.at("runs")) {
        project.runs.push_back(runFromJson(run, int(project.runs.size())));
        require(folders.insert(project.runs.back().folder).second, "two runs share a folder");
    }
    project.view = json.at("view");
    require(project.view.is_object(), "its view is no object");
    return project;
}

}  // namespace

void writeProject(const std::string& folder, const Project& project) {
    Json data = toJson(project.source);
    data["content_hash"] = project.contentHash;
    data["embedded"] = project.embedded;
    if (!project.relativePath.empty())
        data["relative_path"] = project.relativePath;
    Json runs = Json::array();
    for (const ProjectRun& run : project.runs)
        runs.push_back(toJson(run));
    const Json json{{"format", kFormat}, {"program", "latentscape"},
                    {"data", data},      {"hyperparameters", toJson(project.hyperparameters)},
                    {"runs", runs},      {"view", project.view}};
    writeFileAtomically(folder + kProjectFile, jsonText(json, 1) + "\n");
}

Project readProject(const std::string& folder) {
    const std::string file = folder + kProjectFile;
    const std::string text = readWholeFile(file);
    std::string reason;
    try {
        return projectFromJson(parseJson(text));
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const Json::parse_error&) {
        reason = "it is no valid JSON";
    } catch (const std::exception& error) {
        reason = error.what();
    }
    throw Error(ProblemCode::ProjectUnreadable, {{"file", file}, {"reason", reason}});
}

}  // namespace latentscape
