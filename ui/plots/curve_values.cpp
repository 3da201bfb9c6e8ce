#include "ui/plots/curve_values.h"

#include <algorithm>
#include <cmath>
#include <ranges>

namespace latentscape::ui {
namespace {

constexpr std::size_t kFanOut = 16;

}  // namespace

CurveValues::CurveValues(std::span<const double> values) {
    for (const double value : values)
        append(value);
}

CurveValues::Summary CurveValues::ofValue(std::size_t index) const {
    const double value = m_values[index];
    if (!std::isfinite(value))
        return {.hasGap = true};
    return {.count = 1, .lowest = index, .highest = index, .sum = value};
}

void CurveValues::join(Summary& summary, const Summary& later) const {
    summary.hasGap |= later.hasGap;
    if (later.count == 0)
        return;
    if (summary.count == 0 || m_values[later.lowest] < m_values[summary.lowest])
        summary.lowest = later.lowest;
    if (summary.count == 0 || m_values[later.highest] > m_values[summary.highest])
        summary.highest = later.highest;
    summary.count += later.count;
    summary.sum += later.sum;
}

void CurveValues::append(double value) {
    const std::size_t index = m_values.size();
    m_values.push_back(value);
    const Summary own = ofValue(index);
    // A level is begun when the one below has more than one block full.
    std::size_t block = index / kFanOut;
    for (std::size_t level = 0; level < m_levels.size() || block > 0; ++level, block /= kFanOut) {
        if (level == m_levels.size()) {
            Summary before;
            if (level == 0)
                for (std::size_t i = 0; i < kFanOut; ++i)
                    join(before, ofValue(i));
            else
                for (std::size_t i = 0; i < kFanOut; ++i)
                    join(before, m_levels[level - 1][i]);
            m_levels.push_back({before});
        }
        std::vector<Summary>& blocks = m_levels[level];
        if (block == blocks.size())
            blocks.emplace_back();
        join(blocks[block], own);
    }
}

void CurveValues::clear() {
    m_values.clear();
    m_levels.clear();
}

CurveValues::Summary CurveValues::over(std::size_t first, std::size_t end) const {
    // From the points up to the coarsest level that helps, and down again on the other side. What the right
    // flank gives is kept aside, so that all is joined from left to right.
    Summary left;
    std::vector<Summary> right;
    std::size_t level = 0;
    const auto summary = [&](std::size_t index) {
        return level == 0 ? ofValue(index) : m_levels[level - 1][index];
    };
    while (first < end) {
        const bool canRise = level < m_levels.size();
        while (first < end && (!canRise || first % kFanOut != 0))
            join(left, summary(first++));
        while (first < end && end % kFanOut != 0)
            right.push_back(summary(--end));
        first /= kFanOut;
        end /= kFanOut;
        ++level;
    }
    for (const Summary& each : std::views::reverse(right))
        join(left, each);
    return left;
}

}  // namespace latentscape::ui
