#include "ui/plots/run_times.h"

#include <algorithm>
#include <cmath>

namespace latentscape::ui {

void RunTimes::append(const RunTime& time) {
    m_values[std::size_t(TimeAxis::Step)].push_back(time.step);
    m_values[std::size_t(TimeAxis::Epoch)].push_back(time.epoch);
    m_values[std::size_t(TimeAxis::Seconds)].push_back(time.seconds);
}

void RunTimes::clear() {
    for (std::vector<double>& values : m_values)
        values.clear();
}

RunTime RunTimes::operator[](std::size_t index) const {
    return {m_values[std::size_t(TimeAxis::Step)][index], m_values[std::size_t(TimeAxis::Epoch)][index],
            m_values[std::size_t(TimeAxis::Seconds)][index]};
}

double RunTimes::convert(double value, TimeAxis from, TimeAxis to) const {
    if (from == to)
        return value;
    const std::span<const double> source = along(from);
    const std::span<const double> target = along(to);
    const auto after = std::size_t(std::ranges::lower_bound(source, value) - source.begin());
    if (after == source.size())
        return target.empty() ? 0 : target.back();
    const double fromBefore = after > 0 ? source[after - 1] : 0;
    const double toBefore = after > 0 ? target[after - 1] : 0;
    const double span = source[after] - fromBefore;
    return span > 0 ? std::lerp(toBefore, target[after], (value - fromBefore) / span) : target[after];
}

}  // namespace latentscape::ui
