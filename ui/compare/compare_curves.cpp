#include "ui/compare/compare_curves.h"

#include <algorithm>

namespace latentscape::ui {
namespace {

template <class Record>
std::vector<Record> tail(const std::vector<Record>& records, std::size_t from) {
    return {records.begin() + std::ptrdiff_t(std::min(from, records.size())), records.end()};
}

}  // namespace

std::vector<RunTime> reportsOf(const RunRecord& run) {
    std::vector<RunTime> reports;
    for (const ClockPoint& point : run.clock)
        reports.push_back({.step = double(point.step), .seconds = point.seconds});
    return reports;
}

CompareCurves::CompareCurves(RunList& runs, QWidget* parent) : LossChartView(parent), m_runs(runs) {
    setAccessibleName(tr("Curves of the runs"));
    for (const RunRecord& record : runs.runs())
        fill(record.run);
    const auto grow = [this](quint64 run) {
        fill(run);
        refresh();
    };
    connect(&runs, &RunList::runAdded, this, grow);
    connect(&runs, &RunList::metricsAppended, this, grow);
    connect(&runs, &RunList::runChanged, this, &CompareCurves::refresh);
    connect(&runs, &RunList::runRemoved, this, [this](quint64 run) {
        m_stored.erase(run);
        // A stretch of time that was chosen for another table says nothing of the next.
        if (m_runs.runs().empty())
            clear();
        refresh();
    });
    refresh();
}

void CompareCurves::fill(quint64 run) {
    const RunRecord* const record = m_runs.find(run);
    if (!record)
        return;
    const MetricsHistory& history = record->history;
    const Index rows = record->data ? Index(record->data->split.training.size()) : 0;
    const auto [place, isNew] = m_stored.try_emplace(run);
    Stored& stored = place->second;
    if (isNew) {
        stored.curves->setRun(history, reportsOf(*record), rows);
    } else {
        const MetricsUpdate& now = record->progress;
        stored.curves->append({.training = tail(history.training, stored.training),
                               .validation = tail(history.validation, stored.validation)},
                              {.step = double(now.step), .epoch = now.epoch, .seconds = now.elapsedSeconds},
                              rows);
    }
    stored.training = history.training.size();
    stored.validation = history.validation.size();
}

void CompareCurves::refresh() {
    std::vector<Overlay> overlays;
    for (const RunRecord& record : m_runs.runs()) {
        const auto stored = m_stored.find(record.run);
        if (record.visible && stored != m_stored.end())
            overlays.push_back({record.name, record.colour, stored->second.curves});
    }
    setOverlays(overlays);
}

}  // namespace latentscape::ui
