#include "ui/shell/project_reader.h"

#include <QDir>
#include <QFileInfo>
#include <filesystem>
#include <limits>
#include <stdexcept>

#include "core/data/content_hash.h"
#include "core/storage/archive.h"
#include "core/storage/checkpoint.h"
#include "core/storage/run_store.h"
#include "core/storage/timeline_store.h"
#include "core/training/best_parameters.h"
#include "ui/training/kept_run.h"

namespace latentscape::ui {
namespace {

namespace fs = std::filesystem;

/// Where the table may be, the likeliest place first. `file` is the project's, empty for none.
QStringList placesOf(const Project& project, const std::string& folder, const QString& file,
                     const QString& chosen) {
    if (!chosen.isEmpty())
        return {chosen};
    if (project.embedded)
        return {QString::fromStdString(folder + kProjectDataFile)};
    const QString path = QString::fromStdString(project.source.path);
    if (!isFilePath(project.source.path))
        return {path};
    QStringList places;
    if (!file.isEmpty()) {
        const QDir beside = QFileInfo(file).absoluteDir();
        if (!project.relativePath.empty())
            places << QDir::cleanPath(beside.filePath(QString::fromStdString(project.relativePath)));
        places << path << beside.filePath(QFileInfo(path).fileName());
    } else {
        places << path;
    }
    places.removeDuplicates();
    return places;
}

[[noreturn]] void throwChanged(const QString& path, const std::string& reason) {
    throw Error(ProblemCode::ProjectTableChanged, {{"file", path.toStdString()}, {"reason", reason}});
}

/// The parts of the work that unpacking and reading the table are taken for; the rest is reading the runs.
constexpr double kUnpackedShare = 0.2;
constexpr double kTableShare = 0.6;

/// What tells `progress` of the part of the work between two shares.
Progress part(const Progress& progress, double from, double to) {
    if (!progress)
        return {};
    return [progress, from, to](double share) { return progress(from + (to - from) * share); };
}

/// A table within a project is called after the file that it came from.
DatasetPtr named(const DatasetPtr& dataset, const std::string& name) {
    if (dataset->name() == name)
        return dataset;
    return std::make_shared<const Dataset>(name, dataset->path(),
                                           std::vector(dataset->columns().begin(), dataset->columns().end()),
                                           dataset->problems());
}

/// `embedded` for the project's own copy.
LoadedTable tableAt(const QString& path, const Project& project, bool embedded, const Progress& progress) {
    LoadedTable table;
    table.source = project.source;
    table.source.path = path.toStdString();
    const ReadControl control{.progress = part(progress, kUnpackedShare, kTableShare)};
    DatasetPtr dataset;
    ColumnRoles roles;
    try {
        CsvResult read = readOrMakeTable(path, project.source.csv, control);
        dataset = embedded ? named(read.dataset, nameFromPath(project.source.path)) : read.dataset;
        table.report = std::move(read.report);
        table.findings = checkColumns(*dataset);
        roles = assignRoles(*dataset, table.findings, project.source.roles);
    } catch (const Error& error) {
        if (error.problem().code == ProblemCode::UnknownColumn)
            throwChanged(path, "it has no column “" + error.problem().facts.at("column") + "”");
        throw;
    }
    if (dataset->rows() != project.source.rows)
        throwChanged(path, "it has " + std::to_string(dataset->rows()) + " rows and had " +
                               std::to_string(project.source.rows));
    if (contentHash(*dataset) != project.contentHash)
        throwChanged(path, "some of its columns or cells differ");
    table.data = prepareTrainingData(dataset, roles, project.hyperparameters, project.source.rowRequest);
    return table;
}

LoadedTable findTable(const Project& project, const std::string& folder, const QString& file,
                      const QString& chosen, const Progress& progress) {
    std::optional<Error> refused;
    for (const QString& place : placesOf(project, folder, file, chosen)) {
        // Nothing else can be a table, and some things can be read without end.
        if (isFilePath(place.toStdString()) && !QFileInfo(place).isFile())
            continue;
        try {
            return tableAt(place, project, project.embedded && chosen.isEmpty(), progress);
        } catch (const Error& error) {
            if (error.problem().code == ProblemCode::Cancelled)
                throw;
            refused = error;
        }
    }
    if (refused)
        throw *refused;
    throw Error(ProblemCode::ProjectTableMissing,
                {{"file", chosen.isEmpty() ? project.source.path : chosen.toStdString()}});
}

/// A folder that nobody keeps would be taken for a session that was lost.
struct DiscardUnlessKept {
    bool kept = false;

    void operator()(SessionFolder* folder) const {
        if (!kept)
            folder->discard();
        delete folder;
    }
};

RunState stateOf(ProjectRun::State state) {
    return state == ProjectRun::State::Finished   ? RunState::Finished
           : state == ProjectRun::State::Diverged ? RunState::Diverged
                                                  : RunState::Paused;
}

/// A run and where it stands.
struct ReadRun {
    RunRecord record;
    TrainerStatePtr state;
};

ReadRun readRun(const std::string& folder, const ProjectRun& run, PreparedTables& tables) {
    const RunConfig config = readRunConfig(folder);
    Checkpoint checkpoint = readCheckpoint(folder + kCheckpointFile);
    ReadRun read;
    RunRecord& record = read.record;
    record.data = tables.of(config);
    const Index trainingRows = Index(record.data->split.training.size());
    if (!fits(*record.data, checkpoint.state, checkpoint.preprocessor.columns()) ||
        checkpoint.state.position >= trainingRows)
        throw Error(ProblemCode::RunUnreadable,
                    {{"file", folder}, {"reason", "the table is not encoded as it was then"}});
    read.state = std::make_shared<const TrainerState>(std::move(checkpoint.state));
    const TrainerState& state = *read.state;
    record.name = QString::fromStdString(run.name);
    record.colour = run.colour;
    record.visible = run.visible;
    record.state = stateOf(run.state);
    record.hyperparameters = state.hyperparameters;
    record.history = std::move(checkpoint.history);
    for (const auto& [step, seconds] : run.clock)
        if (step <= state.step)
            record.clock.push_back({.step = step, .seconds = seconds});
    record.progress = progressOf(*record.data, state, record.clock.empty() ? 0 : record.clock.back().seconds);
    // The list of runs sets the limit.
    record.timeline = readTimeline(folder + kTimelineFolder, std::numeric_limits<std::size_t>::max(), state);
    record.timeline = record.timeline.upTo(state.step);
    record.timeline.add(read.state);
    return read;
}

void readRuns(RestoredProject& restored, const Progress& progress) {
    PreparedTables tables(restored.table.data->dataset, restored.table.findings);
    Project& project = restored.project;
    // Their numbers are those of the project, also where one before them cannot be read.
    std::vector<ProjectRun> readable;
    std::vector<quint64> numbers(project.runs.size() + 1, 0);
    for (std::size_t i = 0; i < project.runs.size(); ++i) {
        const ProjectRun& run = project.runs[i];
        reportProgress(part(progress, kTableShare, 1), double(i) / double(project.runs.size()));
        try {
            ReadRun read = readRun(restored.folder->path() + "/" + run.folder, run, tables);
            readable.push_back(run);
            read.record.run = numbers[i + 1] = readable.size();
            if (run.branchedFrom)
                read.record.branchedFrom = {.run = numbers[std::size_t(run.branchedFrom->run)],
                                            .step = run.branchedFrom->step,
                                            .epoch = run.branchedFrom->epoch};
            read.record.progress.run = read.record.run;
            restored.kept.runs.push_back(read.record);
            restored.kept.state = read.state;
        } catch (const Error& error) {
            restored.problems.push_back(error.problem());
            restored.unread.push_back(run);
            // The run that it left may have another place by the time that this one can be read.
            if (run.branchedFrom)
                restored.unread.back().branchedFrom->run = 0;
        }
    }
    project.runs = std::move(readable);
    if (!project.runs.empty() && project.runs.back().state == ProjectRun::State::Diverged)
        restored.kept.divergence = Problem{ProblemCode::TrainingDiverged, project.runs.back().divergence};
}

RestoredProject readFrom(std::shared_ptr<SessionFolder> folder, const QString& file, const QString& table,
                         const Progress& progress) {
    RestoredProject restored{.folder = std::move(folder)};
    restored.project = readProject(restored.folder->path());
    restored.table = findTable(restored.project, restored.folder->path(), file, table, progress);
    // Where it is now is where it is looked for next time.
    if (!restored.project.embedded)
        restored.project.source.path = restored.table.source.path;
    try {
        restored.view = windowViewFromJson(restored.project.view, restored.table.data->dataset->rows());
    } catch (const std::exception& error) {
        throw Error(ProblemCode::ProjectUnreadable,
                    {{"file", file.isEmpty() ? restored.folder->path() : file.toStdString()},
                     {"reason", error.what()}});
    }
    readRuns(restored, progress);
    return restored;
}

}  // namespace

RestoredProject readProjectFile(const QString& file, const QString& root, const QString& table,
                                const Progress& progress) {
    const std::shared_ptr<SessionFolder> folder(new SessionFolder(SessionFolder::create(root.toStdString())),
                                                DiscardUnlessKept());
    try {
        const std::string unpacked = folder->path() + "/unpacked";
        unpackArchive(QFileInfo(file).absoluteFilePath().toStdString(), unpacked,
                      part(progress, 0, kUnpackedShare));
        // Nothing else in there is ours.
        for (const char* const ours : {kProjectFile, kProjectDataFile, "/runs"})
            if (fs::exists(unpacked + ours))
                fs::rename(unpacked + ours, folder->path() + ours);
        fs::remove_all(unpacked);
        return readFrom(folder, QFileInfo(file).absoluteFilePath(), table, progress);
    } catch (const fs::filesystem_error& error) {
        throw Error(ProblemCode::FileNotWritable,
                    {{"file", folder->path()}, {"reason", error.code().message()}});
    } catch (const Error& error) {
        Problem problem = error.problem();
        // The folder goes; it is the file that a person knows.
        if (problem.code == ProblemCode::ProjectUnreadable || problem.code == ProblemCode::FileNotFound)
            problem.facts["file"] = file.toStdString();
        throw Error(problem.code, problem.facts);
    }
}

void keepFolder(const std::shared_ptr<SessionFolder>& folder) {
    if (auto* const discard = std::get_deleter<DiscardUnlessKept>(folder))
        discard->kept = true;
}

RestoredProject readLostSession(const QString& folder, const QString& table, const Progress& progress) {
    return readFrom(std::make_shared<SessionFolder>(SessionFolder::takeOver(folder.toStdString())), {}, table,
                    progress);
}

std::vector<LatentSnapshotPtr> mapsOfEnded(const std::vector<RunRecord>& runs) {
    std::vector<LatentSnapshotPtr> maps;
    for (std::size_t i = 0; i + 1 < runs.size(); ++i) {
        const RunRecord& run = runs[i];
        if (!run.data || run.timeline.empty())
            continue;
        const TrainerState& state = *run.timeline.states().back();
        const bool best = run.state == RunState::Finished && keepsBest(state);
        const std::shared_ptr<LatentSnapshot> map = snapshotOf(*run.data, state, best, true);
        map->run = run.run;
        maps.push_back(map);
    }
    return maps;
}

}  // namespace latentscape::ui
