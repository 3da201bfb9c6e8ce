#pragma once

#include <string>

#include "core/storage/folder_lock.h"
#include "core/storage/run_store.h"
#include "core/training/trainer_state.h"

namespace latentscape {

class Trainer;

/// A run at one moment, as far as a run folder keeps it. It refers to what it was made from.
struct RunMoment {
    const TrainerState& state;
    /// Of the whole run up to that state.
    const MetricsHistory& history;
    /// How the table was encoded.
    const Preprocessor& preprocessor;
    std::shared_ptr<const Vae> vae;
};

/// `history` is that of the whole run.
RunMoment momentOf(const Trainer& trainer, const MetricsHistory& history);

/// A run folder of which this process alone writes: the run is kept in it while it trains, so that whenever
/// the process ends, and however, the last checkpoint is whole and the run can go on from there.
class RunFolder {
public:
    /// Makes the folder if it is not there. Throws Error(FileNotWritable, RunInUse).
    explicit RunFolder(std::string path);

    const std::string& path() const { return m_path; }

    // Each throws Error(FileNotWritable); what was written before stays as it was.

    /// A new run; one that was kept here before goes. The folder counts as a run from here on, as
    /// config.json is written last.
    void begin(const RunConfig& config, const RunMoment& moment);
    /// Metrics and edits as they were at the checkpoint from which the run goes on.
    void goOnFrom(const RunConfig& config, const MetricsHistory& history);
    /// Records and edits since the last call, for others to read along.
    void append(const MetricsHistory& latest);
    /// Checkpoint and model. Keeps the last ones where the parameters have just become infinite.
    void save(const RunMoment& moment);
    /// The same, and metrics and edits as a whole.
    void finish(const RunMoment& moment);

private:
    void removeLeftovers() const;

    std::string m_path;
    FolderLock m_lock;
    RunSource m_source;
};

}  // namespace latentscape
