#pragma once

#include <QString>
#include <memory>

#include "core/storage/project.h"
#include "core/storage/session_folder.h"
#include "core/support/progress.h"
#include "ui/shell/table_loader.h"
#include "ui/shell/window_view.h"
#include "ui/training/training_controller.h"

namespace latentscape::ui {

/// A project, ready to be shown.
struct RestoredProject {
    /// Holds the project from now on.
    std::shared_ptr<SessionFolder> folder;
    /// Of the runs that could be read.
    Project project;
    /// With columns and rows as edited.
    LoadedTable table;
    WindowView view;
    /// May be empty.
    KeptRuns kept;
    /// Runs that could not be read, as a later version may, and why.
    std::vector<ProjectRun> unread;
    Problems problems;
};

/// Unpacks a project's file into a session folder of its own below `root`, finds the table, and reads all.
/// `table` says where a person has found the table; empty to look where it was, and beside the file. Throws
/// Error(ProjectUnreadable, ProjectTableMissing, ProjectTableChanged, …). Nothing is left behind then, nor by
/// a project that nobody keeps: see keepFolder(). Throws Error(Cancelled) if `progress` says so.
RestoredProject readProjectFile(const QString& file, const QString& root, const QString& table,
                                const Progress& progress = {});

/// What was unpacked there stays from now on, whatever becomes of the program.
void keepFolder(const std::shared_ptr<SessionFolder>& folder);

/// The same of the folder of a session that was lost, which stays as it is.
RestoredProject readLostSession(const QString& folder, const QString& table, const Progress& progress = {});

/// Where the rows lay at the end of each run but the last, with the runs' numbers.
std::vector<LatentSnapshotPtr> mapsOfEnded(const std::vector<RunRecord>& runs);

}  // namespace latentscape::ui
