#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "core/data/csv/column_reading.h"
#include "core/data/csv/opening.h"

namespace latentscape {

/// How much memory a table takes, by its first rows.
class MemoryNeed {
public:
    MemoryNeed(const CsvOpening& opening, const std::deque<ColumnReading>& columns, const std::string& file);
    /// Of the texts of the cells, which lie in a text that is in memory already.
    MemoryNeed(const CsvOpening& opening, const std::string& file);

    /// Throws Error(TableTooLarge) if so many rows need more than `available` bytes.
    void require(Index rows, std::uint64_t available) const;

private:
    std::string m_file;
    double m_bytesPerRow = 0;
};

}  // namespace latentscape
