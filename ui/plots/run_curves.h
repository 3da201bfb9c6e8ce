#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "core/support/matrix.h"
#include "core/training/metrics_history.h"
#include "ui/plots/curve_values.h"
#include "ui/plots/run_times.h"

namespace latentscape::ui {

/// What is drawn of a run. The first six are in nats per row.
enum class Quantity {
    Reconstruction,
    Kl,
    Elbo,  ///< at β = 1
    Loss,  ///< what is minimised
    Beta,
    LearningRate,
    GradientNorm,
    RowsPerSecond,
};
inline constexpr std::size_t kQuantities = 8;

/// Which rows, or whose moments, a curve tells of.
enum class CurveSource {
    Training,
    Validation,
    Clock,  ///< between two reports of the trainer
};

/// All curves of one run, whole, with their times.
class RunCurves {
public:
    /// What has been recorded since the last time, and where the run stands now. The seconds of a record lie
    /// between those of the two reports around it.
    void append(const MetricsHistory& latest, const RunTime& now, Index trainingRows);
    /// All of a run from its history and its reports, whose epochs are not looked at.
    void setRun(const MetricsHistory& history, std::span<const RunTime> reports, Index trainingRows);
    void clear();

    const RunTimes& times(CurveSource source) const { return m_times[std::size_t(source)]; }
    /// Empty where the source has none of it: rows/s come from the clock; only losses are validated.
    const CurveValues& values(Quantity quantity, CurveSource source) const {
        return m_values[std::size_t(source)][std::size_t(quantity)];
    }
    /// Where an epoch lies on `axis`.
    double place(double epoch, TimeAxis axis) const;
    double epochAt(double place, TimeAxis axis) const;

private:
    static constexpr std::size_t kSources = 3;

    void appendReport(const RunTime& now, Index trainingRows);
    void appendRecords(const MetricsHistory& latest);
    CurveValues& edit(Quantity quantity, CurveSource source) {
        return m_values[std::size_t(source)][std::size_t(quantity)];
    }
    RunTimes& edit(CurveSource source) { return m_times[std::size_t(source)]; }

    std::array<RunTimes, kSources> m_times;
    std::array<std::array<CurveValues, kQuantities>, kSources> m_values;
    /// Where the rate was measured last.
    RunTime m_rateFrom;
};

}  // namespace latentscape::ui
