#include "ui/training/run_list.h"

#include <algorithm>

namespace latentscape::ui {

const RunRecord* RunList::find(quint64 run) const {
    const auto found = std::ranges::find(m_runs, run, &RunRecord::run);
    return found == m_runs.end() ? nullptr : &*found;
}

RunRecord* RunList::record(quint64 run) {
    const auto found = std::ranges::find(m_runs, run, &RunRecord::run);
    return found == m_runs.end() ? nullptr : &*found;
}

void RunList::rename(quint64 run, const QString& name) {
    RunRecord* const renamed = record(run);
    if (!renamed || name.trimmed().isEmpty() || renamed->name == name.trimmed())
        return;
    renamed->name = name.trimmed();
    emit runChanged(run);
}

void RunList::setVisible(quint64 run, bool visible) {
    RunRecord* const changed = record(run);
    if (!changed || changed->visible == visible)
        return;
    changed->visible = visible;
    emit runChanged(run);
}

void RunList::remove(quint64 run) {
    if (std::erase_if(m_runs, [run](const RunRecord& record) { return record.run == run; }) == 0)
        return;
    emit runRemoved(run);
    shareTimelineBudget();
}

void RunList::clear() {
    while (!m_runs.empty())
        remove(m_runs.back().run);
    m_added = 0;
}

void RunList::add(RunRecord added) {
    if (added.colour < 0)
        added.colour = m_added;
    m_added = std::max(m_added, added.colour) + 1;
    added.name = unusedName(added.name.isEmpty() ? tr("Run %1").arg(m_added) : added.name);
    const quint64 run = added.run;
    m_runs.push_back(std::move(added));
    shareTimelineBudget();
    emit runAdded(run);
}

QString RunList::unusedName(const QString& wished) const {
    const auto isUsed = [this](const QString& name) {
        return std::ranges::find(m_runs, name, &RunRecord::name) != m_runs.end();
    };
    QString name = wished;
    for (int i = 2; isUsed(name); ++i)
        name = tr("%1 (%2)").arg(wished).arg(i);
    return name;
}

void RunList::setState(quint64 run, RunState state) {
    if (RunRecord* const changed = record(run)) {
        changed->state = state;
        emit runChanged(run);
    }
}

void RunList::setHyperparameters(quint64 run, const Hyperparameters& hyperparameters) {
    if (RunRecord* const changed = record(run)) {
        changed->hyperparameters = hyperparameters;
        emit runChanged(run);
    }
}

void RunList::setData(quint64 run, const TrainingDataPtr& data) {
    if (RunRecord* const changed = record(run)) {
        changed->data = data;
        emit runChanged(run);
    }
}

void RunList::append(const MetricsUpdate& update) {
    RunRecord* const grown = record(update.run);
    if (!grown)
        return;
    grown->history.append(update.latest);
    grown->progress = update;
    grown->progress.latest.clear();
    if (grown->clock.empty() || grown->clock.back().step < update.step)
        grown->clock.push_back({.step = update.step, .seconds = update.elapsedSeconds});
    emit metricsAppended(update.run);
}

void RunList::setSnapshot(const LatentSnapshotPtr& snapshot) {
    if (RunRecord* const shown = record(snapshot->run)) {
        shown->snapshot = snapshot;
        emit snapshotChanged(snapshot->run);
    }
}

void RunList::keepState(quint64 run, const TrainerStatePtr& state) {
    if (RunRecord* const grown = record(run)) {
        grown->timeline.add(state);
        emit timelineChanged(run);
    }
}

void RunList::setTimelineBudget(std::size_t bytes) {
    m_timelineBudget = bytes;
    shareTimelineBudget();
}

void RunList::shareTimelineBudget() {
    for (RunRecord& record : m_runs) {
        const bool last = &record == &m_runs.back();
        const std::size_t part = m_runs.size() == 1 ? 1 : last ? 2 : 2 * (m_runs.size() - 1);
        record.timeline.setBudget(m_timelineBudget / part);
    }
}

}  // namespace latentscape::ui
