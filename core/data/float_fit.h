#pragma once

#include <algorithm>
#include <cmath>

#include "core/data/dataset.h"

namespace latentscape {

/// Whether floats show every number of a column as the file does: nearer to it than half a unit of the last
/// decimal that the column shows.
class FloatFit {
public:
    void add(double value) { m_error = std::max(m_error, std::abs(double(float(value)) - value)); }
    void add(const FloatFit& other) { m_error = std::max(m_error, other.m_error); }
    /// `decimals` are those of the column. Beyond what a column shows, numbers are written as short as they
    /// can be, and then each bit is seen.
    bool fits(int decimals) const {
        return m_error == 0 || (decimals < kMaxDecimals && m_error < 0.5 * std::pow(10.0, -decimals));
    }

private:
    double m_error = 0;
};

}  // namespace latentscape
