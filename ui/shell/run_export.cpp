#include "ui/shell/run_export.h"

#include <QCoreApplication>
#include <QDate>
#include <QFileInfo>
#include <QTemporaryDir>

#include "core/analysis/anomaly_ranking.h"
#include "core/analysis/row_tables.h"
#include "core/data/content_hash.h"
#include "core/data/role_request.h"
#include "core/report/html_report.h"
#include "core/storage/atomic_file.h"
#include "core/storage/model_files.h"
#include "ui/import/read_table.h"

namespace latentscape::ui {
namespace {

/// The seed that `latentscape-cli sample` takes unless it is told another one.
constexpr std::uint64_t kGeneratedSeed = 1;

/// What is left is to write it: the last moment to think again.
constexpr double kMade = 0.9;

template <class Record>
void cutOff(std::vector<Record>& records, std::int64_t step) {
    std::erase_if(records, [step](const Record& record) { return record.step > step; });
}

std::uint64_t seedOf(const ExportedRun& run) {
    return std::uint64_t(run.hyperparameters.seed);
}

/// Writes what `text` makes of the run.
FileExport::Job textJob(const ExportedRun& run,
                        std::function<std::string(const ExportedRun&, const Progress&)> text) {
    return [run, text = std::move(text)](const std::string& path, const Progress& progress) {
        const std::string made = text(run, progress);
        reportProgress(progress, kMade);
        writeFileAtomically(path, made);
    };
}

/// Of a table that comes with the program, it tells nothing.
BundledData dataOf(const SavedRun& run, bool withHash) {
    Problems ignored;
    return bundledData(run, withHash, ignored);
}

}  // namespace

SavedRun ExportedRun::saved() const {
    return {.source = source,
            .hyperparameters = hyperparameters,
            .preprocessor = data->preprocessor,
            .model = *snapshot->model};
}

ExportedRun exportedRun(const Exploration& exploration, const RunRecord& record,
                        const std::optional<RunSource>& source) {
    ExportedRun run{.name = record.name,
                    .source = source.value_or(RunSource{}),
                    .data = exploration.data(),
                    .snapshot = exploration.snapshot(),
                    .hyperparameters = record.hyperparameters,
                    .history = record.history,
                    .finished = record.state == RunState::Finished};
    const Dataset& dataset = *run.data->dataset;
    if (!source)
        run.source.path = dataset.path();
    if (isFilePath(run.source.path))
        run.source.path = QFileInfo(QString::fromStdString(run.source.path)).absoluteFilePath().toStdString();
    run.source.rows = dataset.rows();
    run.source.roles = requestOf(dataset, run.data->roles);
    run.source.rowRequest = run.data->rows;
    const std::int64_t step = run.snapshot->step;
    std::vector<HyperparameterEdit> later;
    for (const HyperparameterEdit& edit : run.history.edits)
        if (edit.step > step)
            later.push_back(edit);
    run.hyperparameters = begunWith(run.hyperparameters, later);
    cutOff(run.history.training, step);
    cutOff(run.history.validation, step);
    cutOff(run.history.edits, step);
    cutOff(run.history.recoveries, step);
    return run;
}

FileExport::Job latentsJob(const ExportedRun& run) {
    return textJob(run, [](const ExportedRun& own, const Progress& progress) {
        return encodedCsv(own.data->table, *own.snapshot->model, own.data->dataset.get(), progress);
    });
}

FileExport::Job reconstructionsJob(const ExportedRun& run) {
    return textJob(run, [](const ExportedRun& own, const Progress& progress) {
        return reconstructedCsv(own.data->preprocessor, own.data->table, *own.snapshot->model, progress);
    });
}

FileExport::Job scoresJob(const ExportedRun& run) {
    return textJob(run, [](const ExportedRun& own, const Progress& progress) {
        return scoresCsv(own.data->preprocessor, own.data->table, *own.snapshot->model, {.seed = seedOf(own)},
                         progress);
    });
}

FileExport::Job filledTableJob(const ExportedRun& run) {
    return textJob(run, [](const ExportedRun& own, const Progress& progress) {
        const TrainingData& data = *own.data;
        const ImputationOptions options{.intervalDraws = 0, .seed = seedOf(own)};
        return completedCsv(*data.dataset, data.preprocessor,
                            imputeMissing(*data.dataset, data.preprocessor, data.table, *own.snapshot->model,
                                          rowsToFill(*data.dataset, data.preprocessor), options, progress));
    });
}

FileExport::Job generatedRowsJob(const ExportedRun& run) {
    return textJob(run, [](const ExportedRun& own, const Progress& progress) {
        const GeneratedRows rows = generateRows(own.data->preprocessor, *own.snapshot->model,
                                                own.data->dataset->rows(), kGeneratedSeed);
        reportProgress(progress, 0.5);
        return generatedCsv(own.data->preprocessor, rows);
    });
}

FileExport::Job curvesJob(const ExportedRun& run) {
    return textJob(run, [](const ExportedRun& own, const Progress&) { return metricsCsv(own.history); });
}

FileExport::Job reportJob(const ExportedRun& run) {
    const std::string date = QDate::currentDate().toString(Qt::ISODate).toStdString();
    const std::string version = QCoreApplication::applicationVersion().toStdString();
    return textJob(run, [date, version](const ExportedRun& own, const Progress& progress) {
        return htmlReport(ReportedRun{.name = own.name.toStdString(),
                                      .source = own.source,
                                      .data = own.data,
                                      .model = *own.snapshot->model,
                                      .hyperparameters = own.hyperparameters,
                                      .history = own.history,
                                      .finished = own.finished,
                                      .divergence = own.divergence,
                                      .version = version,
                                      .date = date},
                          progress);
    });
}

FileExport::Job onnxJob(const ExportedRun& run) {
    return [run](const std::string& path, const Progress& progress) {
        const SavedRun saved = run.saved();
        writeFolderWhole(path, [&](const std::string& folder) {
            writeOnnxFolder(folder, saved, dataOf(saved, false));
            reportProgress(progress, kMade);
        });
    };
}

FileExport::Job weightsJob(const ExportedRun& run) {
    return [run](const std::string& path, const Progress& progress) {
        const SavedRun saved = run.saved();
        const BundledData data = dataOf(saved, false);
        reportProgress(progress, kMade);
        writeWeights(path, saved, data);
    };
}

FileExport::Job bundleJob(const ExportedRun& run) {
    return [run](const std::string& path, const Progress& progress) {
        const SavedRun saved = run.saved();
        // A bundle takes settings and live changes from the folder of a run.
        const QTemporaryDir runFolder;
        if (!runFolder.isValid())
            throw Error(ProblemCode::FileNotWritable, {{"file", runFolder.path().toStdString()},
                                                       {"reason", runFolder.errorString().toStdString()}});
        const std::string settings = runFolder.path().toStdString();
        writeRunConfig(settings, {.source = run.source,
                                  .hyperparameters = begunWith(run.hyperparameters, run.history.edits),
                                  .contentHash = contentHash(*run.data->dataset)});
        writeRunHistory(settings, run.history);
        reportProgress(progress, 0.2);
        writeFolderWhole(path, [&](const std::string& folder) {
            writeBundle(folder, settings, saved, dataOf(saved, true));
            reportProgress(progress, kMade);
        });
    };
}

}  // namespace latentscape::ui
