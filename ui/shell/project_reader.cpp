#include "ui/shell/project_reader.h"

#include <QDir>
#include <QFileInfo>
#include <filesystem>
#include <limits>
#include <stdexcept>

#include "core/data/content_hash.h"
#include "core/data/generators.h"
#include "core/storage/archive.h"
#include "core/storage/checkpoint.h"
#include "core/storage/run_store.h"
#include "core/storage/timeline_store.h"
#include "core/training/best_parameters.h"
#include "ui/training/kept_run.h"

namespace latentscape::ui {
namespace {

namespace fs = std::filesystem;

bool isReadAsItIs(const std::string& path) {
    return path.starts_with(kGeneratedPrefix) || path.starts_with(":/");
}

/// Where the table may be, the likeliest place first. `file` is the project's, empty for none.
QStringList placesOf(const Project& project, const std::string& folder, const QString& file,
                     const QString& chosen) {
    if (!chosen.isEmpty())
        return {chosen};
    if (project.embedded)
        return {QString::fromStdString(folder + kProjectDataFile)};
    const QString path = QString::fromStdString(project.source.path);
    if (isReadAsItIs(project.source.path))
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

LoadedTable tableAt(const QString& path, const Project& project) {
    RunSource source = project.source;
    source.path = path.toStdString();
    LoadedTable table;
    try {
        table = loadTable(source);
    } catch (const Error& error) {
        if (error.problem().code == ProblemCode::UnknownColumn)
            throwChanged(path, "it has no column “" + error.problem().facts.at("column") + "”");
        throw;
    }
    const DatasetPtr& dataset = table.data->dataset;
    if (dataset->rows() != project.source.rows)
        throwChanged(path, "it has " + std::to_string(dataset->rows()) + " rows and had " +
                               std::to_string(project.source.rows));
    if (contentHash(*dataset) != project.contentHash)
        throwChanged(path, "some of its columns or cells differ");
    // A table that is made up comes with roles of its own.
    table.source.roles = project.source.roles;
    table.source.rowRequest = project.source.rowRequest;
    table.data = prepareTrainingData(dataset, assignRoles(*dataset, table.findings, project.source.roles),
                                     project.hyperparameters, project.source.rowRequest);
    return table;
}

LoadedTable findTable(const Project& project, const std::string& folder, const QString& file,
                      const QString& chosen) {
    std::optional<Error> refused;
    for (const QString& place : placesOf(project, folder, file, chosen)) {
        // Nothing else can be a table, and some things can be read without end.
        if (!isReadAsItIs(place.toStdString()) && !QFileInfo(place).isFile())
            continue;
        try {
            return tableAt(place, project);
        } catch (const Error& error) {
            refused = error;
        }
    }
    if (refused)
        throw *refused;
    throw Error(ProblemCode::ProjectTableMissing,
                {{"file", chosen.isEmpty() ? project.source.path : chosen.toStdString()}});
}

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
    record.progress = {.step = state.step,
                       .epoch = double(state.epoch) + double(state.position) / double(trainingRows),
                       .epochs = state.hyperparameters.epochs,
                       .elapsedSeconds = record.clock.empty() ? 0 : record.clock.back().seconds,
                       .bestElbo = state.best.elbo,
                       .bestEpoch = std::int64_t(state.best.epoch),
                       .keepsBest = keepsBest(state)};
    // The list of runs sets the limit.
    record.timeline = readTimeline(folder + kTimelineFolder, std::numeric_limits<std::size_t>::max(), state);
    record.timeline = record.timeline.upTo(state.step);
    record.timeline.add(read.state);
    return read;
}

void readRuns(RestoredProject& restored) {
    PreparedTables tables(restored.table.data->dataset, restored.table.findings);
    Project& project = restored.project;
    // Their numbers are those of the project, also where one before them cannot be read.
    std::vector<ProjectRun> readable;
    std::vector<quint64> numbers(project.runs.size() + 1, 0);
    std::optional<ReadRun> last;
    for (std::size_t i = 0; i < project.runs.size(); ++i) {
        const ProjectRun& run = project.runs[i];
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
        }
    }
    project.runs = std::move(readable);
    if (!project.runs.empty() && project.runs.back().state == ProjectRun::State::Diverged)
        restored.kept.divergence = Problem{ProblemCode::TrainingDiverged, project.runs.back().divergence};
}

RestoredProject readFrom(std::shared_ptr<SessionFolder> folder, const QString& file, const QString& table) {
    RestoredProject restored{.folder = std::move(folder)};
    restored.project = readProject(restored.folder->path());
    restored.table = findTable(restored.project, restored.folder->path(), file, table);
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
    readRuns(restored);
    return restored;
}

}  // namespace

RestoredProject readProjectFile(const QString& file, const QString& root, const QString& table) {
    const auto folder = std::make_shared<SessionFolder>(SessionFolder::create(root.toStdString()));
    try {
        const std::string unpacked = folder->path() + "/unpacked";
        unpackArchive(QFileInfo(file).absoluteFilePath().toStdString(), unpacked);
        // Nothing else in there is ours.
        for (const char* const part : {kProjectFile, kProjectDataFile, "/runs"})
            if (fs::exists(unpacked + part))
                fs::rename(unpacked + part, folder->path() + part);
        fs::remove_all(unpacked);
        return readFrom(folder, QFileInfo(file).absoluteFilePath(), table);
    } catch (const fs::filesystem_error& error) {
        folder->discard();
        throw Error(ProblemCode::FileNotWritable,
                    {{"file", folder->path()}, {"reason", error.code().message()}});
    } catch (const Error& error) {
        folder->discard();
        Problem problem = error.problem();
        // The folder is gone; it is the file that a person knows.
        if (problem.code == ProblemCode::ProjectUnreadable || problem.code == ProblemCode::FileNotFound)
            problem.facts["file"] = file.toStdString();
        throw Error(problem.code, problem.facts);
    } catch (...) {
        folder->discard();
        throw;
    }
}

RestoredProject readLostSession(const QString& folder, const QString& table) {
    return readFrom(std::make_shared<SessionFolder>(SessionFolder::takeOver(folder.toStdString())), {},
                    table);
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
