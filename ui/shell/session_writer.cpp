#include "ui/shell/session_writer.h"

#include <QFile>
#include <filesystem>
#include <utility>

#include "core/data/content_hash.h"
#include "core/data/role_request.h"
#include "core/report/run_figures.h"
#include "core/storage/archive.h"
#include "core/storage/atomic_file.h"
#include "core/storage/timeline_store.h"
#include "ui/import/read_table.h"

namespace latentscape::ui {

SessionWriter::SessionWriter(std::string root) : m_root(std::move(root)) {}

SessionWriter::~SessionWriter() = default;

void SessionWriter::adopt(std::shared_ptr<SessionFolder> folder, std::set<std::string> runs) {
    m_runs.clear();
    m_begun = std::move(runs);
    m_folder = std::move(folder);
}

const std::string& SessionWriter::hashOf(const DatasetPtr& dataset) {
    if (m_hashed != dataset) {
        m_hash = contentHash(*dataset);
        m_hashed = dataset;
    }
    return m_hash;
}

void SessionWriter::ensureFolder() {
    if (m_folder && std::filesystem::exists(m_folder->path()))
        return;
    m_runs.clear();
    m_begun.clear();
    m_folder = std::make_shared<SessionFolder>(SessionFolder::create(m_root));
}

void SessionWriter::write(SessionContent content) {
    ensureFolder();
    Project& project = content.project;
    project.contentHash = hashOf(content.dataset);
    project.view = toJson(content.view);
    for (const ToldRun& run : content.told)
        writeRun(project, run);
    for (const RunPast& past : content.pasts) {
        // What was kept before may be gone with its folder.
        if (!m_begun.contains(past.folder) && !past.timeline.empty())
            writeRun(project, {.folder = past.folder,
                               .data = past.data,
                               .state = past.timeline.states().back(),
                               .history = past.history});
        writeTimeline(m_folder->path() + "/" + past.folder + kTimelineFolder, past.timeline,
                      past.data->preprocessor);
    }
    if (project.embedded)
        embedTable(project);
    else
        QFile::remove(QString::fromStdString(m_folder->path() + kProjectDataFile));
    // After the runs that it names, and before those go that it names no more.
    writeProject(m_folder->path(), project);
    for (const std::string& folder : content.removed) {
        m_runs.erase(folder);
        m_begun.erase(folder);
        std::error_code ignored;
        std::filesystem::remove_all(m_folder->path() + "/" + folder, ignored);
    }
}

void SessionWriter::writeRun(const Project& project, const ToldRun& run) {
    const std::string path = m_folder->path() + "/" + run.folder;
    RunFolder& folder = m_runs.try_emplace(run.folder, path).first->second;
    const RunMoment moment{
        .state = *run.state,
        .history = *run.history,
        .preprocessor = run.data->preprocessor,
        .vae = std::make_shared<const Vae>(vaeConfig(run.data->preprocessor, run.state->hyperparameters))};
    if (m_begun.contains(run.folder)) {
        folder.finish(moment);
        return;
    }
    RunConfig config{.source = project.source,
                     .hyperparameters = begunWith(run.state->hyperparameters, run.history->edits),
                     .contentHash = project.contentHash};
    config.source.roles = requestOf(*run.data->dataset, run.data->roles);
    config.source.rowRequest = run.data->rows;
    folder.begin(config, moment);
    m_begun.insert(run.folder);
}

void SessionWriter::embedTable(const Project& project) {
    const QString copy = QString::fromStdString(m_folder->path() + kProjectDataFile);
    if (QFile::exists(copy))
        return;
    const QString unchecked = copy + QLatin1String(kTemporaryEnding);
    QFile::remove(unchecked);
    QFile table(QString::fromStdString(project.source.path));
    if (!table.copy(unchecked)) {
        const ProblemCode code =
            table.exists() ? ProblemCode::FileNotWritable : ProblemCode::ProjectTableMissing;
        throw Error(code,
                    {{"file", table.exists() ? unchecked.toStdString() : table.fileName().toStdString()},
                     {"reason", table.errorString().toStdString()}});
    }
    QFile::setPermissions(unchecked, QFile::ReadOwner | QFile::WriteOwner);
    const CsvResult read = readTable(unchecked, project.source.csv);
    if (contentHash(*read.dataset) != project.contentHash) {
        QFile::remove(unchecked);
        throw Error(ProblemCode::ProjectTableChanged,
                    {{"file", project.source.path}, {"reason", "it has changed since it was opened"}});
    }
    QFile::rename(unchecked, copy);
}

void SessionWriter::pack(const std::string& path) {
    packFolder(m_folder->path(), path);
}

void SessionWriter::discard() {
    m_runs.clear();
    m_begun.clear();
    if (m_folder)
        m_folder->discard();
    m_folder.reset();
}

}  // namespace latentscape::ui
