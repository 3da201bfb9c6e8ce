#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/data/column_inference.h"

namespace latentscape {

/// The different texts of one column, numbered as threads meet them.
class TextDictionary {
public:
    /// What one thread knows of it: most cells repeat a text that it has met.
    using Known = std::unordered_map<std::string_view, std::uint32_t>;

    /// The number of `text`, which stands in `row`, on `line`. A thread goes through its rows in rising
    /// order.
    std::uint32_t number(std::string_view text, Index row, long line, Known& known);
    /// Whether numbers predominate so far as they do in a number column.
    bool isMostlyNumbers(const CellRules& rules) const;

    /// The cells of a column whose rows hold these numbers. Views into the dictionary.
    DistinctCells cells(std::vector<std::uint32_t> numbers) const;

private:
    struct Place {
        Index row = 0;
        long line = 0;
    };

    mutable std::mutex m_mutex;
    std::deque<std::string> m_texts;
    std::deque<Place> m_first;
    std::unordered_map<std::string_view, std::uint32_t> m_numbers;
};

}  // namespace latentscape
