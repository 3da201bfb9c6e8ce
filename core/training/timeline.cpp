#include "core/training/timeline.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace latentscape {
namespace {

/// An estimate of what the allocator and the list itself take for one state.
constexpr std::size_t kOverhead = 256;

std::size_t bytesOf(const Vector& vector) {
    return sizeof(Scalar) * std::size_t(vector.size());
}

std::size_t bytesOf(const OptimizerState& optimizer) {
    return bytesOf(optimizer.firstMoment) + bytesOf(optimizer.secondMoment);
}

std::size_t bytesOf(const FiniteState& state) {
    return sizeof(FiniteState) + bytesOf(state.parameters) + bytesOf(state.optimizer);
}

}  // namespace

StateSize stateSize(const TrainerState& state) {
    return {.own = sizeof(TrainerState) + kOverhead + bytesOf(state.parameters) + bytesOf(state.optimizer),
            .shared = bytesOf(*state.best.parameters) + bytesOf(*state.lastFinite)};
}

void Timeline::setBudget(std::size_t bytes) {
    m_budget = bytes;
    thin();
}

void Timeline::add(TrainerStatePtr state) {
    if (!m_states.empty()) {
        const TrainerState& newest = *m_states.back();
        if (state->place() <= newest.place())
            return;
        if (state->step == newest.step) {
            release(newest);
            m_states.pop_back();
        }
    }
    hold(*state);
    m_states.push_back(std::move(state));
    thin();
}

Timeline Timeline::upTo(std::int64_t step) const {
    Timeline timeline(m_budget);
    for (const TrainerStatePtr& state : m_states)
        if (state->step <= step)
            timeline.add(state);
    return timeline;
}

TrainerStatePtr Timeline::at(std::int64_t step) const {
    const TrainerStatePtr found = nearest(step);
    return found && found->step == step ? found : nullptr;
}

TrainerStatePtr Timeline::nearest(std::int64_t step) const {
    if (m_states.empty())
        return nullptr;
    const auto after = std::ranges::lower_bound(m_states, step, {},
                                                [](const TrainerStatePtr& state) { return state->step; });
    if (after == m_states.begin())
        return *after;
    const auto before = std::prev(after);
    return after == m_states.end() || step - (*before)->step <= (*after)->step - step ? *before : *after;
}

TrainerStatePtr Timeline::best() const {
    if (m_states.empty() || !std::isfinite(m_states.back()->best.elbo))
        return nullptr;
    const auto after = std::ranges::upper_bound(m_states, m_states.back()->best.step, {},
                                                [](const TrainerStatePtr& state) { return state->step; });
    return after == m_states.begin() ? nullptr : *std::prev(after);
}

void Timeline::thin() {
    while (!m_states.empty() && (m_bytes > m_budget || m_states.size() > kMostStates)) {
        const std::size_t place = leastNeeded();
        release(*m_states[place]);
        m_states.erase(m_states.begin() + std::ptrdiff_t(place));
    }
}

std::size_t Timeline::leastNeeded() const {
    const TrainerStatePtr kept = best();
    std::size_t least = 0;
    std::int64_t leastGap = std::numeric_limits<std::int64_t>::max();
    for (std::size_t i = 1; i + 1 < m_states.size(); ++i) {
        const std::int64_t gap = m_states[i + 1]->step - m_states[i - 1]->step;
        if (gap < leastGap && m_states[i] != kept) {
            least = i;
            leastGap = gap;
        }
    }
    // Without any: the first of the first, the best and the newest.
    return least;
}

void Timeline::hold(const TrainerState& state) {
    m_bytes += stateSize(state).own;
    if (m_sharers[&*state.best.parameters]++ == 0)
        m_bytes += bytesOf(*state.best.parameters);
    if (m_sharers[&*state.lastFinite]++ == 0)
        m_bytes += bytesOf(*state.lastFinite);
}

void Timeline::release(const TrainerState& state) {
    const auto drop = [this](const void* value, std::size_t bytes) {
        const auto sharers = m_sharers.find(value);
        if (--sharers->second > 0)
            return;
        m_sharers.erase(sharers);
        m_bytes -= bytes;
    };
    drop(&*state.best.parameters, bytesOf(*state.best.parameters));
    drop(&*state.lastFinite, bytesOf(*state.lastFinite));
    m_bytes -= stateSize(state).own;
}

}  // namespace latentscape
