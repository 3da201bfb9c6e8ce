#pragma once

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "core/data/dataset.h"

namespace latentscape {

/// Whether floats tell every number of a column: each is the number, or nearer to it than half a unit of the
/// last decimal that the column shows.
class FloatFit {
public:
    void add(double value) {
        const double error = std::abs(double(float(value)) - value);
        m_error = std::max(m_error, error);
        m_largest = std::max(m_largest, error > 0 ? std::abs(value) : 0);
    }
    void add(const FloatFit& other) {
        m_error = std::max(m_error, other.m_error);
        m_largest = std::max(m_largest, other.m_largest);
    }
    /// Whether each float is the number itself.
    bool isExact() const { return m_error == 0; }
    /// `decimals` are those of the column. Beyond what a column shows, numbers are written as short as they
    /// can be, and then each bit is seen.
    bool fits(int decimals) const {
        // A little below one half, since the product by which ColumnValues finds the number is rounded too.
        constexpr double kNearer = 0.49;
        return isExact() || (decimals < kMaxDecimals && m_error < kNearer * std::pow(10.0, -decimals) &&
                             m_largest * std::pow(10.0, decimals) < ColumnValues::kLargestRestored);
    }
    ColumnValues values(std::vector<float> floats, int decimals) const {
        return isExact() ? ColumnValues(std::move(floats)) : ColumnValues(std::move(floats), decimals);
    }

private:
    double m_error = 0;
    /// The largest number that is not its float.
    double m_largest = 0;
};

}  // namespace latentscape
