#pragma once

#include <optional>

#include "core/storage/run_store.h"
#include "ui/explore/exploration.h"
#include "ui/shell/file_export.h"
#include "ui/training/run_list.h"

namespace latentscape::ui {

/// The model on show with all that files about it tell. Immutable, so that a job may own it.
struct ExportedRun {
    QString name;
    RunSource source;
    TrainingDataPtr data;
    LatentSnapshotPtr snapshot;
    /// As they were at the snapshot, up to which the history goes.
    Hyperparameters hyperparameters;
    MetricsHistory history;
    bool finished = false;
    std::optional<Problem> divergence;

    SavedRun saved() const;
};

/// `record` is the run that the exploration shows; there is a snapshot. `source` tells how its table was
/// read, if that is known.
ExportedRun exportedRun(const Exploration& exploration, const RunRecord& record,
                        const std::optional<RunSource>& source);

// What writes it. Tables are those that latentscape-cli writes for such a run.

FileExport::Job latentsJob(const ExportedRun& run);
FileExport::Job reconstructionsJob(const ExportedRun& run);
FileExport::Job scoresJob(const ExportedRun& run);
FileExport::Job filledTableJob(const ExportedRun& run);
/// As many rows as the table has, from the prior.
FileExport::Job generatedRowsJob(const ExportedRun& run);
FileExport::Job curvesJob(const ExportedRun& run);
FileExport::Job reportJob(const ExportedRun& run);
FileExport::Job onnxJob(const ExportedRun& run);
FileExport::Job weightsJob(const ExportedRun& run);
FileExport::Job bundleJob(const ExportedRun& run);

}  // namespace latentscape::ui
