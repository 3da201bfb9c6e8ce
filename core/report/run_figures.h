#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/anomaly_ranking.h"
#include "core/analysis/column_health.h"
#include "core/analysis/diagnosis.h"
#include "core/analysis/reconstruction.h"
#include "core/report/latent_map.h"
#include "core/storage/run_json.h"
#include "core/training/training_data.h"

namespace latentscape {

/// A run that is reported on.
struct ReportedRun {
    std::string name;
    RunSource source;
    /// The run's own table, as it encodes it.
    TrainingDataPtr data;
    ModelSnapshot model;
    /// As they are at the end.
    Hyperparameters hyperparameters;
    MetricsHistory history;
    bool finished = true;
    std::optional<Problem> divergence;
    /// Of the program, and a day as a person writes it; either may be empty.
    std::string version;
    std::string date;

    /// Those by which the run is judged: validation rows, or training rows if there are none.
    const RowList& judgedRows() const {
        return data->split.validation.empty() ? data->split.training : data->split.validation;
    }
};

/// What the hyperparameters were before the first live change.
Hyperparameters begunWith(const Hyperparameters& now, const std::vector<HyperparameterEdit>& edits);

/// More rows are not drawn on the map.
inline constexpr Index kReportedMapRows = 5000;
inline constexpr Index kReportedRows = 5;
inline constexpr Index kReportedAnomalies = 10;

/// All that a report shows of a model, as numbers.
struct RunFigures {
    /// Exactly what `latentscape-cli evaluate` finds.
    Evaluation evaluation;
    Baselines baselines;
    std::vector<Finding> findings;
    std::vector<ColumnHealth> columns;
    AnomalyRanking anomalies;
    /// From usual to strange.
    std::vector<RowReconstruction> reconstructions;
    RowList mapRows;
    /// 2 × mapRows: the two latent dimensions; the principal plane of the means where there are more.
    Matrix map;
    MapColours colours;
};

/// Throws Error(Cancelled).
RunFigures runFigures(const ReportedRun& run, const Progress& progress = {});

}  // namespace latentscape
