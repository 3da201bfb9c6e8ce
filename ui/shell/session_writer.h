#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/storage/project.h"
#include "core/storage/run_folder.h"
#include "core/storage/session_folder.h"
#include "core/training/timeline.h"
#include "core/training/training_data.h"
#include "ui/shell/window_view.h"

namespace latentscape::ui {

/// A run as it has just told of itself.
struct ToldRun {
    /// As in ProjectRun.
    std::string folder;
    TrainingDataPtr data;
    TrainerStatePtr state;
    /// Up to that state.
    std::shared_ptr<const MetricsHistory> history;
};

/// What can be looked back at of a run.
struct RunPast {
    /// As in ProjectRun.
    std::string folder;
    TrainingDataPtr data;
    Timeline timeline;
    /// Up to the newest state of the timeline.
    std::shared_ptr<const MetricsHistory> history;
};

/// A session at one moment: values, and what nobody changes any more.
struct SessionContent {
    /// Without what takes long to tell: the table's hash and the view.
    Project project;
    DatasetPtr dataset;
    WindowView view;
    /// The runs that have told something new.
    std::vector<ToldRun> told;
    /// Of all runs that are to be saved; too much to be kept every half minute.
    std::vector<RunPast> pasts;
    /// Folders of runs that were removed.
    std::vector<std::string> removed;
};

/// Brings a session into its folder, and the folder into a project's file. Belongs to one thread, which is
/// not that of the window.
class SessionWriter {
public:
    /// Where folders of sessions lie.
    explicit SessionWriter(std::string root);
    ~SessionWriter();

    /// Goes on with a folder that holds these runs.
    void adopt(std::shared_ptr<SessionFolder> folder, std::set<std::string> runs);
    /// Makes the folder if there is none yet. Throws Error(FileNotWritable).
    void write(SessionContent content);
    /// Packs all that was written into one file, whole or not at all. Throws Error(FileNotWritable, …).
    void pack(const std::string& path);
    /// The session is over, and what is in its folder is kept elsewhere or not wanted.
    void discard();

private:
    /// A folder, made anew if somebody has removed it.
    void ensureFolder();
    const std::string& hashOf(const DatasetPtr& dataset);
    void writeRun(const Project& project, const ToldRun& run);
    /// A copy of the table's file, if it is still the one that was read.
    void embedTable(const Project& project);

    std::string m_root;
    std::shared_ptr<SessionFolder> m_folder;
    std::map<std::string, RunFolder> m_runs;
    /// Runs that are in the folder.
    std::set<std::string> m_begun;
    DatasetPtr m_hashed;
    std::string m_hash;
};

}  // namespace latentscape::ui
