#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "core/training/metrics_history.h"
#include "core/training/snapshot.h"
#include "core/training/trainer_state.h"
#include "core/training/training_data.h"

namespace latentscape::ui {

// All that crosses the border between the interface and the training thread, besides LatentSnapshotPtr,
// TrainerStatePtr and TrainingDataPtr: small values, copied.

/// While training, the map shows at most this many rows.
inline constexpr Index kLiveRows = 5000;

enum class RunState {
    Empty,      ///< no run
    Preparing,  ///< the table is being encoded
    Paused,
    Running,
    Finished,  ///< all epochs done, out of patience, or ended by hand; more epochs or run lets it go on
    Diverged,  ///< stopped at the last finite parameters
};

/// What a run starts from.
struct RunRequest {
    quint64 run = 0;
    DatasetPtr dataset;
    ColumnRoles roles;
    RowRequest rows;
    Hyperparameters hyperparameters;
    /// The table already encoded for these hyperparameters, if someone has done that; otherwise the worker
    /// does.
    TrainingDataPtr data;
    /// A branch goes on from here, on the data and with the hyperparameters that belong to it; null for a run
    /// from step 0.
    TrainerStatePtr state;
    /// How it stood there: Paused, Finished or Diverged.
    RunState stateThere = RunState::Paused;
    /// Seconds of training that had passed by then.
    double elapsedSeconds = 0;
    /// States that would take more bytes are not kept.
    std::size_t largestState = 0;
    /// Train at once instead of waiting at step 0.
    bool running = false;
};

/// How a run is getting on, at most ten times a second.
struct MetricsUpdate {
    quint64 run = 0;
    /// What was recorded since the last update.
    MetricsHistory latest;
    std::int64_t step = 0;
    /// Epochs trained, with fraction.
    double epoch = 0;
    std::int64_t epochs = 0;
    double rowsPerSecond = 0;
    double elapsedSeconds = 0;
    double remainingSeconds = 0;
    /// The best validation ELBO so far, at β = 1, and its epoch; not finite without validation rows.
    double bestElbo = -std::numeric_limits<double>::infinity();
    std::int64_t bestEpoch = 0;
    /// Whether a run that ends here is shown as it was at bestEpoch.
    bool keepsBest = false;
    /// Whether patience ends the run here.
    bool endedByPatience = false;
};

}  // namespace latentscape::ui

