#include "core/data/csv/memory_need.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "core/support/memory.h"

namespace latentscape {
namespace {

// Missing flags of some columns, a column that is read again, and what the estimate misses.
constexpr double kAllowance = 1.25;

/// Rounded down to two digits that count.
Index roundedDown(double number) {
    if (!(number >= 1))
        return 1;
    const double unit = std::pow(10.0, std::max(0.0, std::floor(std::log10(number)) - 1));
    return Index(std::floor(number / unit) * unit);
}

}  // namespace

MemoryNeed::MemoryNeed(const CsvOpening& opening, const std::deque<ColumnReading>& columns,
                       const std::string& file)
    : m_file(file) {
    for (std::size_t i = 0; i < columns.size(); ++i)
        m_bytesPerRow += bytesPerRow(opening.sample[i], columns[i]);
    m_bytesPerRow *= kAllowance;
}

MemoryNeed::MemoryNeed(const CsvOpening& opening, const std::string& file)
    : m_file(file),
      m_bytesPerRow(kAllowance * double(sizeof(long) + opening.names.size() * sizeof(std::string_view))) {}

void MemoryNeed::require(Index rows, std::uint64_t available) const {
    const double needed = double(rows) * m_bytesPerRow;
    if (needed <= double(available))
        return;
    throw Error(ProblemCode::TableTooLarge,
                {{"file", m_file},
                 {"needed", memoryText(std::uint64_t(needed))},
                 {"available", memoryText(available)},
                 {"rows", std::to_string(rows)},
                 {"fitting", std::to_string(roundedDown(double(available) / m_bytesPerRow))}});
}

}  // namespace latentscape
