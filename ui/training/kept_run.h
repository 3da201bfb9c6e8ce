#pragma once

#include <QString>
#include <functional>
#include <memory>
#include <vector>

#include "core/storage/run_table.h"
#include "core/support/progress.h"
#include "ui/training/run_list.h"

namespace latentscape::ui {

/// Where rows lie in the latent space of a run as it was at `state`, or as it was best: all of them, or the
/// sub-sample that maps show while a model trains.
std::shared_ptr<LatentSnapshot> snapshotOf(const TrainingData& data, const TrainerState& state, bool best,
                                           bool all);

/// Whether `state` is of a model for the rows as they are encoded in `data`; `encoding` is what it was
/// trained on.
bool fits(const TrainingData& data, const TrainerState& state, const std::vector<EncodedColumn>& encoding);

/// How far a run is on `data` that was trained up to `state` in that time.
MetricsUpdate progressOf(const TrainingData& data, const TrainerState& state, double seconds);

/// One table as each run on it encodes it; runs that do so alike share one.
class PreparedTables {
public:
    PreparedTables(DatasetPtr dataset, ColumnFindings findings);

    /// How a run with these hyperparameters has it.
    void add(const Hyperparameters& hyperparameters, TrainingDataPtr data);
    /// Throws Error as prepareTrainingData() does.
    TrainingDataPtr of(const RunConfig& config);

private:
    struct Prepared {
        Hyperparameters hyperparameters;
        TrainingDataPtr data;
    };

    DatasetPtr m_dataset;
    ColumnFindings m_findings;
    std::vector<Prepared> m_known;
};

/// A run as its folder holds it, with its last checkpoint.
struct KeptRun {
    QString folder;
    RunRecord record;
    TrainerStatePtr state;
    std::shared_ptr<LatentSnapshot> snapshot;
};

/// Those of the folders that hold runs on this table, which belongs to the run with `config`; the names of
/// the others go to `left`. Tables that are encoded alike are shared, `data` among them. Throws
/// Error(Cancelled) if `progress` says so.
std::vector<KeptRun> readKeptRuns(const std::vector<std::string>& folders, const RunTable& table,
                                  const RunConfig& config, const TrainingDataPtr& data, QStringList& left,
                                  const Progress& progress = {});

}  // namespace latentscape::ui
