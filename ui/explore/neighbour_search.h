#pragma once

#include <QTimer>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "core/analysis/neighbours.h"
#include "ui/explore/exploration.h"
#include "ui/support/background_task.h"

namespace latentscape::ui {

/// Finds the rows nearest to a place of the newest model's latent space, in the background. While a model
/// trains, so rarely that the training loses little by it; nothing is computed while nobody looks.
class NeighbourSearch : public QObject {
    Q_OBJECT

public:
    static constexpr Index kNeighbours = 30;

    /// `exploration` outlives the search.
    explicit NeighbourSearch(Exploration& exploration, QObject* parent = nullptr);

    /// All latent values; `row`, which lies there, is no neighbour of its own. Empty for no place.
    void setPlace(const Vector& place, std::optional<Index> row);
    void setShown(bool shown);

    /// Nearest first.
    const std::vector<Neighbour>& neighbours() const { return m_neighbours; }

signals:
    void changed();

private:
    using Clock = std::chrono::steady_clock;

    struct Found {
        std::shared_ptr<const Neighbours> tree;
        std::vector<Neighbour> neighbours;
        double buildSeconds = 0;
    };

    void followModel();
    void refresh();
    void show(Found found);

    Exploration& m_exploration;
    Vector m_place;
    std::optional<Index> m_row;
    bool m_shown = false;
    bool m_outdated = false;
    /// The task was cancelled and not asked anything since.
    bool m_cancelled = false;
    /// Of the newest snapshot that was asked about.
    std::shared_ptr<const Neighbours> m_tree;
    std::vector<Neighbour> m_neighbours;
    /// While a model trains, no tree is built earlier.
    Clock::time_point m_nextTree;
    QTimer m_later;
    /// Last, so that no result arrives in an object that is half gone.
    BackgroundTask<Found> m_task;
};

}  // namespace latentscape::ui
