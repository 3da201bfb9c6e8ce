#pragma once

#include <string>

#include "core/storage/run_store.h"
#include "core/training/trainer.h"

namespace latentscape {

/// A run folder of which this process alone writes: the run is kept in it while it trains, so that whenever
/// the process ends, and however, the last checkpoint is whole and the run can go on from there.
class RunFolder {
public:
    /// Makes the folder if it is not there. Throws Error(FileNotWritable, RunInUse).
    explicit RunFolder(std::string path);
    ~RunFolder();
    RunFolder(const RunFolder&) = delete;
    RunFolder& operator=(const RunFolder&) = delete;

    const std::string& path() const { return m_path; }

    // Each throws Error(FileNotWritable); what was written before stays as it was.

    /// A new run; one that was kept here before goes. The folder counts as a run from here on, as
    /// config.json is written last.
    void begin(const RunConfig& config, const Trainer& trainer, const MetricsHistory& history);
    /// Metrics and edits as they were at the checkpoint from which the run goes on.
    void goOnFrom(const RunConfig& config, const MetricsHistory& history);
    /// Records and edits since the last call, for others to read along.
    void append(const MetricsHistory& latest);
    /// Checkpoint and model; `history` is that of the whole run. Keeps the last ones where the parameters
    /// have just become infinite.
    void save(const Trainer& trainer, const MetricsHistory& history);
    /// The same, and metrics and edits as a whole.
    void finish(const Trainer& trainer, const MetricsHistory& history);

private:
    void removeLeftovers() const;

    std::string m_path;
    int m_lock = -1;
    RunSource m_source;
};

}  // namespace latentscape
