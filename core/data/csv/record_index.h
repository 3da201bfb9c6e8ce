#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/data/csv/block_work.h"
#include "core/data/csv/record_cursor.h"
#include "core/data/csv/text_source.h"
#include "core/support/matrix.h"

namespace latentscape {

/// A run of whole records.
struct RecordBlock {
    /// Bytes of the text.
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    long firstLine = 1;
    Index firstRow = 0;
    Index rows = 0;
};

/// Where the records of a text lie.
struct RecordIndex {
    std::vector<RecordBlock> blocks;
    Index rows = 0;
};

struct RecordIndexOptions {
    CsvSyntax syntax;
    /// Where the first record may start, and on which line.
    std::uint64_t start = 0;
    long firstLine = 1;
    /// About how long a block is, in bytes.
    std::uint64_t blockBytes = std::uint64_t(1) << 20;
    /// Only records of so many cells are rows.
    std::optional<std::size_t> cells;
    /// The index may end behind so many rows.
    std::optional<Index> firstRows;
};

/// The text holds bytes that are no UTF-8; where the first of them is. No problem of the file: the encoding
/// was guessed wrongly.
struct NotUtf8 {
    std::uint64_t byte = 0;
};

/// Finds all records. Blocks are cut by all threads at once: each starts at the first line break behind its
/// share's begin, as if that were not within quotes; where the block before shows that it is, it is cut
/// again. Throws Error(NotText, UnterminatedQuote, StrayQuote, LineTooLong, FileUnreadable, Cancelled) and
/// NotUtf8.
RecordIndex indexRecords(const TextSource& source, const RecordIndexOptions& options, BlockWork& work);

/// A record is never longer: what is, is no table.
inline constexpr std::uint64_t kLongestRecord = std::uint64_t(64) << 20;

}  // namespace latentscape
