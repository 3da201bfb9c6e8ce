#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/storage/checkpoint.h"
#include "core/storage/run_history.h"
#include "core/storage/run_store.h"
#include "core/support/problem.h"

namespace latentscape {

/// What a look at a run folder has found that was not there at the look before.
struct RunNews {
    /// With the first look that finds a run, and when the folder holds another one by now or this one has
    /// gone back to its checkpoint: all that was told before is void.
    std::optional<RunConfig> config;
    MetricsHistory latest;
    std::shared_ptr<const Checkpoint> checkpoint;
    /// A process on this machine writes the run.
    bool isWritten = false;
    /// Since the newest record was written, by the clocks of this machine and the file system.
    double secondsOld = 0;
    /// Between the start of the process that writes, or wrote last, and the newest record.
    double secondsTrained = 0;
    /// The folder is not there.
    bool isGone = false;
    /// What cannot be read though nobody is writing it.
    std::optional<Problem> problem;

    bool tellsAnything() const {
        return config || checkpoint || !latest.training.empty() || !latest.validation.empty() ||
               !latest.edits.empty() || !latest.recoveries.empty();
    }
};

/// Looks at a run folder from time to time while another process, or another machine over a shared file
/// system, writes it. Writes nothing and keeps nobody from writing. Asks each time for sizes and times alone,
/// since file systems of other machines tell of changes in no other way.
class RunWatch {
public:
    explicit RunWatch(std::string folder);

    /// Never throws Error: a file that is half there is read at a later look.
    RunNews look();

    const std::string& folder() const { return m_folder; }

private:
    /// A file as it was when it was read last.
    struct Seen {
        std::uint64_t file = 0;
        std::int64_t bytes = -1;
        std::int64_t nanoseconds = 0;

        bool operator==(const Seen&) const = default;
    };

    Seen seen(const char* file) const;
    void readNews(RunNews& news);

    std::string m_folder;
    Seen m_config;
    Seen m_checkpoint;
    /// Of the run that was told of; empty for none.
    std::string m_configText;
    RunHistoryReader m_history;
    /// Looks in a row that could not read what is there.
    int m_failures = 0;
};

}  // namespace latentscape
