#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace latentscape::ui {

/// The values of a curve, all of them, and above them ever coarser summaries: what is lowest, highest and the
/// mean between any two points is known without looking at each. A value that is not finite is a gap.
class CurveValues {
public:
    CurveValues() = default;
    explicit CurveValues(std::span<const double> values);

    /// Takes the same time however many there are.
    void append(double value);
    void clear();

    std::size_t size() const { return m_values.size(); }
    bool empty() const { return m_values.empty(); }
    double operator[](std::size_t index) const { return m_values[index]; }
    std::span<const double> values() const { return m_values; }

    /// What lies in a stretch of the curve.
    struct Summary {
        /// Values that are no gaps.
        std::size_t count = 0;
        /// Where they are lowest and highest, the first of equals; without meaning if there are none.
        std::size_t lowest = 0;
        std::size_t highest = 0;
        double sum = 0;
        bool hasGap = false;
    };

    /// Of the points first … end − 1, in a time that grows with the logarithm of their number.
    Summary over(std::size_t first, std::size_t end) const;

private:
    Summary ofValue(std::size_t index) const;
    /// Joins `later`, which comes after it.
    void join(Summary& summary, const Summary& later) const;

    std::vector<double> m_values;
    /// Each level has one summary for so many of the level below.
    std::vector<std::vector<Summary>> m_levels;
};

}  // namespace latentscape::ui
