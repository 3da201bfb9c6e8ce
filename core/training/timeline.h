#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "core/training/trainer_state.h"

namespace latentscape {

/// Bytes that this state takes; `shared` counts what it shares with other states of the same run.
struct StateSize {
    std::size_t own = 0;
    std::size_t shared = 0;
};

StateSize stateSize(const TrainerState& state);

/// States of one run in the order of their steps, to look back at and to branch from, within a memory budget
/// that is never exceeded.
///
/// When it is full, the state whose neighbours are closest to each other goes, of several the oldest: what is
/// left is spread evenly over the steps, no two gaps but the last differing by more than a factor of about
/// two. The first, the newest and the best state go last, in this order: first, best, newest.
class Timeline {
public:
    /// More would be no easier to find on a slider.
    static constexpr std::size_t kMostStates = 1000;

    /// Keeps nothing until it gets a budget.
    Timeline() = default;
    explicit Timeline(std::size_t budget) : m_budget(budget) {}

    /// Ascending by step, at most one for each.
    const std::vector<TrainerStatePtr>& states() const { return m_states; }
    bool empty() const { return m_states.empty(); }
    std::size_t budget() const { return m_budget; }
    /// What the states take, what they share counted once.
    std::size_t bytes() const { return m_bytes; }

    /// Thins at once.
    void setBudget(std::size_t bytes);
    /// Ignored if it is older than the newest one, or of the same step: that one was kept before the edits
    /// that were made there. After a divergence it takes the place of that one.
    void add(TrainerStatePtr state);
    /// The states up to this step, shared, with the same budget.
    Timeline upTo(std::int64_t step) const;

    /// Null if there is none.
    TrainerStatePtr at(std::int64_t step) const;
    /// The one whose step is nearest, of two the earlier; null if there are none.
    TrainerStatePtr nearest(std::int64_t step) const;
    /// The last one no later than the best epoch that the newest one knows of; null if no epoch was judged,
    /// or none is left from before it.
    TrainerStatePtr best() const;

private:
    void thin();
    std::size_t leastNeeded() const;
    void hold(const TrainerState& state);
    void release(const TrainerState& state);

    std::size_t m_budget = 0;
    std::size_t m_bytes = 0;
    std::vector<TrainerStatePtr> m_states;
    /// How many states share each value.
    std::map<const void*, int> m_sharers;
};

}  // namespace latentscape
