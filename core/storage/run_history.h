#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/training/metrics_history.h"

namespace latentscape {

/// Reads a text file to which another process adds lines, or which it replaces as a whole.
class GrowingFile {
public:
    explicit GrowingFile(std::string path) : m_path(std::move(path)) {}

    struct Lines {
        /// Whole lines only: a last one without its end is still being written.
        std::string text;
        /// Of the first of them, from 1 on.
        std::int64_t firstLine = 1;
        /// They are all that the file holds: nothing was taken yet, or the file is another one by now.
        bool fromStart = true;
    };

    /// The lines behind those that were taken. Throws Error(FileNotFound, FileUnreadable).
    Lines read();
    /// What read() has just given need not be given again.
    void take();
    /// All lines are to be given again.
    void forget();

    const std::string& path() const { return m_path; }

private:
    struct Place {
        /// The file itself, whatever its name: a file that replaces another has a number of its own.
        std::uint64_t device = 0;
        std::uint64_t file = 0;
        std::int64_t bytes = 0;
        std::int64_t lines = 0;
    };

    std::string m_path;
    Place m_taken;
    Place m_read;
};

/// Reads what a run tells in metrics.csv and edits.jsonl of its folder, and goes on reading while another
/// process writes them.
class RunHistoryReader {
public:
    explicit RunHistoryReader(const std::string& folder);

    /// Reads what is new; the last line may still be on its way. Throws Error(FileNotFound, FileUnreadable,
    /// RunUnreadable) with the file and the line; then all stays as it was.
    void read();

    /// All of it, numbers as they were before they were written, to the last bit.
    const MetricsHistory& history() const { return m_history; }
    /// What the last read() has added.
    const MetricsHistory& latest() const { return m_latest; }
    /// Whether the last read() found another course than the one that was read before: `latest` is all of it.
    bool beganAnew() const { return m_beganAnew; }

private:
    GrowingFile m_metrics;
    GrowingFile m_edits;
    MetricsHistory m_history;
    MetricsHistory m_latest;
    bool m_beganAnew = false;
};

/// The whole history of the run in a folder. Throws Error as RunHistoryReader::read() does.
MetricsHistory readRunHistory(const std::string& folder);

}  // namespace latentscape
