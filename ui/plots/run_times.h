#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace latentscape::ui {

/// What the time of a run is counted in.
enum class TimeAxis { Step, Epoch, Seconds };
inline constexpr std::size_t kTimeAxes = 3;

/// One moment of a run, on each axis.
struct RunTime {
    double step = 0;
    /// With fraction.
    double epoch = 0;
    /// Trained so far, without pauses.
    double seconds = 0;

    bool operator==(const RunTime&) const = default;
};

/// When the records of a run were made. All curves of the same records share one.
class RunTimes {
public:
    /// No time lies before the one appended last.
    void append(const RunTime& time);
    void clear();

    std::size_t size() const { return m_values.front().size(); }
    std::span<const double> along(TimeAxis axis) const { return m_values[std::size_t(axis)]; }
    RunTime operator[](std::size_t index) const;

    /// The place on `to` of a place on `from`, between two records linearly. Before the first it counts from
    /// the start of the run; after the last record it is that of the last.
    double convert(double value, TimeAxis from, TimeAxis to) const;

private:
    std::array<std::vector<double>, kTimeAxes> m_values;
};

}  // namespace latentscape::ui
