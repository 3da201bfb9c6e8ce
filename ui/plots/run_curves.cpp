#include "ui/plots/run_curves.h"

#include <cmath>

namespace latentscape::ui {
namespace {

/// A rate over less time than this would be that of a few steps.
constexpr double kRateSeconds = 0.05;

}  // namespace

void RunCurves::append(const MetricsHistory& latest, const RunTime& now, Index trainingRows) {
    appendReport(now, trainingRows);
    appendRecords(latest);
}

void RunCurves::setRun(const MetricsHistory& history, std::span<const RunTime> reports, Index trainingRows) {
    clear();
    RunTimes steps;
    for (const TrainingRecord& record : history.training)
        steps.append({.step = double(record.step), .epoch = record.epoch});
    for (RunTime report : reports) {
        report.epoch = steps.convert(report.step, TimeAxis::Step, TimeAxis::Epoch);
        appendReport(report, trainingRows);
    }
    appendRecords(history);
}

void RunCurves::appendReport(const RunTime& now, Index trainingRows) {
    const double seconds = now.seconds - m_rateFrom.seconds;
    const bool measured = seconds >= kRateSeconds && now.step > m_rateFrom.step;
    // A report without new steps or time adds nothing to know.
    if (!measured && edit(CurveSource::Clock).size() > 0 && now.step <= m_rateFrom.step)
        return;
    edit(CurveSource::Clock).append(now);
    edit(Quantity::RowsPerSecond, CurveSource::Clock)
        .append(measured ? (now.epoch - m_rateFrom.epoch) * double(trainingRows) / seconds : std::nan(""));
    if (measured)
        m_rateFrom = now;
}

void RunCurves::appendRecords(const MetricsHistory& latest) {
    const RunTimes& clock = times(CurveSource::Clock);
    const auto timeOf = [&](const auto& record) {
        return RunTime{.step = double(record.step),
                       .epoch = record.epoch,
                       .seconds = clock.convert(double(record.step), TimeAxis::Step, TimeAxis::Seconds)};
    };
    const auto appendTerms = [this](const LossTerms& terms, CurveSource source) {
        edit(Quantity::Reconstruction, source).append(terms.reconstruction);
        edit(Quantity::Kl, source).append(terms.kl);
        edit(Quantity::Elbo, source).append(terms.elbo());
    };
    for (const TrainingRecord& record : latest.training) {
        edit(CurveSource::Training).append(timeOf(record));
        appendTerms(record.terms, CurveSource::Training);
        edit(Quantity::Loss, CurveSource::Training).append(record.loss);
        edit(Quantity::Beta, CurveSource::Training).append(record.beta);
        edit(Quantity::LearningRate, CurveSource::Training).append(record.learningRate);
        edit(Quantity::GradientNorm, CurveSource::Training).append(record.gradientNorm);
    }
    for (const ValidationRecord& record : latest.validation) {
        edit(CurveSource::Validation).append(timeOf(record));
        appendTerms(record.terms, CurveSource::Validation);
    }
}

void RunCurves::clear() {
    // In place: charts look at these objects.
    for (RunTimes& times : m_times)
        times.clear();
    for (auto& source : m_values)
        for (CurveValues& values : source)
            values.clear();
    m_rateFrom = {};
}

double RunCurves::place(double epoch, TimeAxis axis) const {
    return times(CurveSource::Training).convert(epoch, TimeAxis::Epoch, axis);
}

double RunCurves::epochAt(double place, TimeAxis axis) const {
    return times(CurveSource::Training).convert(place, axis, TimeAxis::Epoch);
}

}  // namespace latentscape::ui
