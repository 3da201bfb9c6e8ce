#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/data/column_inference.h"
#include "core/data/date_time.h"
#include "core/data/float_fit.h"

namespace latentscape {

/// A column's different texts as dates, all in one order.
struct DateReading {
    DateNotation notation;
    std::vector<std::optional<DateTime>> moments;
    /// Cells that are dates.
    Index count = 0;
    /// Whether day and month could change places everywhere; then the month comes first.
    bool ambiguous = false;
    std::string_view example;
};

/// The order by which most cells are dates. `texts` are those of `cells`, empty where missing.
DateReading readDates(std::span<const std::string_view> texts, const DistinctCells& cells);

/// Makes `column` the DateTime column of these rows.
void fillDates(const DateReading& dates, std::span<const std::uint32_t> ids, Column& column);

/// Gives each row the value and the missing flag of its text, as floats where these fit `decimals`.
void fillRows(std::span<const std::uint32_t> ids, std::span<const double> values,
              std::span<const unsigned char> missing, const FloatFit& fit, int decimals, Column& column);

}  // namespace latentscape
