#include "ui/explore/neighbour_search.h"

#include <algorithm>
#include <utility>

namespace latentscape::ui {
namespace {

constexpr double kIntervalSeconds = 0.5;
/// Of one core's time while a model trains.
constexpr double kLargestShare = 0.02;

}  // namespace

NeighbourSearch::NeighbourSearch(Exploration& exploration, QObject* parent)
    : QObject(parent), m_exploration(exploration), m_task([this](Found found) { show(std::move(found)); }) {
    m_later.setSingleShot(true);
    connect(&m_later, &QTimer::timeout, this, &NeighbourSearch::refresh);
    connect(&exploration, &Exploration::modelChanged, this, &NeighbourSearch::followModel);
    connect(&exploration, &Exploration::trainingChanged, this, &NeighbourSearch::refresh);
}

void NeighbourSearch::setPlace(const Vector& place, std::optional<Index> row) {
    if (place.size() == m_place.size() && place == m_place && row == m_row)
        return;
    m_place = place;
    m_row = row;
    refresh();
}

void NeighbourSearch::setShown(bool shown) {
    m_shown = shown;
    refresh();
}

void NeighbourSearch::followModel() {
    const LatentSnapshotPtr& snapshot = m_exploration.snapshot();
    const bool otherRun = !snapshot || !m_tree || m_tree->snapshot()->run != snapshot->run;
    if (otherRun) {
        m_tree.reset();
        m_nextTree = {};
    }
    refresh();
}

void NeighbourSearch::refresh() {
    const LatentSnapshotPtr& snapshot = m_exploration.snapshot();
    if (!snapshot || m_place.size() != snapshot->means.rows()) {
        m_task.cancel();
        m_cancelled = true;
        if (!std::exchange(m_neighbours, {}).empty())
            emit changed();
        return;
    }
    if (!m_shown)
        return;
    // The answer to a question that was dropped never arrives.
    m_outdated = m_task.isRunning() && !m_cancelled;
    if (m_outdated)
        return;
    std::shared_ptr<const Neighbours> tree = m_tree;
    if (!tree || tree->snapshot() != snapshot) {
        const double wait = std::chrono::duration<double>(m_nextTree - Clock::now()).count();
        const bool waits = m_exploration.isTraining() && wait > 0;
        if (waits)
            m_later.start(int(1000 * wait) + 1);
        if (waits && !tree)
            return;
        // Until then the model of a moment ago answers.
        if (!waits)
            tree.reset();
    }
    m_cancelled = false;
    m_task.run([tree, snapshot, place = m_place, row = m_row]() mutable {
        const Clock::time_point start = Clock::now();
        double seconds = 0;
        if (!tree) {
            tree = std::make_shared<const Neighbours>(snapshot);
            seconds = std::chrono::duration<double>(Clock::now() - start).count();
        }
        return Found{tree, tree->of(place, kNeighbours, row), seconds};
    });
}

void NeighbourSearch::show(Found found) {
    if (found.buildSeconds > 0)
        m_nextTree = Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(
                                        std::max(kIntervalSeconds, found.buildSeconds / kLargestShare)));
    m_tree = std::move(found.tree);
    if (found.neighbours != m_neighbours) {
        m_neighbours = std::move(found.neighbours);
        emit changed();
    }
    if (m_outdated)
        refresh();
}

}  // namespace latentscape::ui
