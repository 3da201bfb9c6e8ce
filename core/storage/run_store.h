#pragma once

#include <memory>
#include <string>

#include "core/data/preprocessor.h"
#include "core/storage/run_json.h"
#include "core/training/metrics_history.h"
#include "core/training/snapshot.h"

namespace latentscape {

// A run folder: config.json (everything needed to repeat the run), metrics.csv, edits.jsonl (live changes,
// with the step at which they took effect), model.safetensors (weights under PyTorch's names, with
// preprocessing and schema as JSON in the metadata).

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

/// Writes the folder, each file whole or not at all. Throws Error(FileNotWritable).
void writeRun(const std::string& folder, const SavedRun& run, const MetricsHistory& history);

/// Throws Error(FileNotFound, FileUnreadable, RunUnreadable).
SavedRun readRun(const std::string& folder);

}  // namespace latentscape
