#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/storage/run_json.h"
#include "core/support/problem.h"

namespace latentscape {

inline constexpr const char* kProjectFile = "/project.json";
/// The table itself, where it is a part of the project.
inline constexpr const char* kProjectDataFile = "/data.csv";
/// How the file of a project that was packed into one file ends.
inline constexpr const char* kProjectEnding = ".latentscape";

// A project is a folder: project.json, a run folder for each run under runs/ (see run_store.h), and data.csv,
// the bytes of the table's own file, if it is to travel along.

/// Where a run left another one of the project.
struct ProjectBranch {
    /// Counted from 1, as Project::runs are; 0 for a run that is not kept any more.
    int run = 0;
    std::int64_t step = 0;
    double epoch = 0;

    bool operator==(const ProjectBranch&) const = default;
};

/// What a run folder does not tell of a run.
struct ProjectRun {
    /// `runs/` and a number.
    std::string folder;
    std::string name;
    int colour = 0;
    bool visible = true;
    std::optional<ProjectBranch> branchedFrom = std::nullopt;
    enum class State { Paused, Finished, Diverged };
    State state = State::Paused;
    /// Of the divergence at which it stands; see ProblemCode::TrainingDiverged.
    Facts divergence = {};
    /// Seconds of training by the end of a step. Both ascend.
    std::vector<std::pair<std::int64_t, double>> clock = {};

    bool operator==(const ProjectRun&) const = default;
};

struct Project {
    /// Where the table came from, how it was read, and columns and rows as edited. Its path is absolute, or
    /// that of a sample.
    RunSource source;
    /// The table from the folder in which the project's file lies; empty if it cannot be told.
    std::string relativePath;
    /// contentHash() of the table.
    std::string contentHash;
    /// Whether data.csv is there.
    bool embedded = false;
    /// As edited; what the runs use is in their folders.
    Hyperparameters hyperparameters;
    /// In the order in which they began. The last one goes on.
    std::vector<ProjectRun> runs;
    /// What the window showed: an object of its own making.
    nlohmann::json view = nlohmann::json::object();
};

/// Throws Error(FileNotWritable).
void writeProject(const std::string& folder, const Project& project);

/// Each name is checked: what is read through it lies in the folder. Throws Error(FileNotFound,
/// FileUnreadable, ProjectUnreadable).
Project readProject(const std::string& folder);

}  // namespace latentscape
