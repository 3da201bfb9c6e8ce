#pragma once

#include <memory>
#include <string>

#include "core/data/preprocessor.h"
#include "core/storage/run_json.h"
#include "core/training/metrics_history.h"
#include "core/training/snapshot.h"

namespace latentscape {

inline constexpr const char* kConfigFile = "/config.json";
inline constexpr const char* kMetricsFile = "/metrics.csv";
inline constexpr const char* kEditsFile = "/edits.jsonl";
inline constexpr const char* kModelFile = "/model.safetensors";
inline constexpr const char* kCheckpointFile = "/checkpoint.safetensors";

// A run folder: config.json (everything needed to repeat the run), metrics.csv, edits.jsonl (live changes and
// recoveries, with the step at which they took effect), model.safetensors (weights under PyTorch's names,
// with preprocessing and schema as JSON in the metadata), checkpoint.safetensors (see checkpoint.h).

/// What a run began with.
struct RunConfig {
    RunSource source;
    Hyperparameters hyperparameters;
    /// contentHash() of the table; empty in runs of earlier versions.
    std::string contentHash;
    /// See run_place.h.
    double validationOperations = kValidationOperations;
};

/// A trained model with what is needed to use it on a table again.
struct SavedRun {
    RunSource source;
    Hyperparameters hyperparameters;
    Preprocessor preprocessor;
    ModelSnapshot model;
};

/// Makes the folder if it is not there, so that it is known before the training whether a run can be kept in
/// it. Throws Error(FileNotWritable).
void createRunFolder(const std::string& folder);

/// metrics.csv: training and validation records as lines of one table, in the order of their steps.
std::string metricsCsv(const MetricsHistory& history);
/// edits.jsonl: one JSON object a line for each live change, and one with `"recover":true` for each time that
/// the run went back to its best parameters, in the order of their places.
std::string editsJsonLines(const MetricsHistory& history);

// The files one by one. Each throws Error(FileNotWritable).

void writeRunConfig(const std::string& folder, const RunConfig& config);
void writeRunHistory(const std::string& folder, const MetricsHistory& history);
void writeRunModel(const std::string& folder, const SavedRun& run);

/// Throws Error(FileNotFound, FileUnreadable, RunUnreadable).
RunConfig readRunConfig(const std::string& folder);

/// Throws Error(FileNotFound, FileUnreadable, RunUnreadable).
SavedRun readRun(const std::string& folder);

}  // namespace latentscape
