#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "core/data/csv/block_work.h"
#include "core/data/csv/column_reading.h"
#include "core/data/csv/opening.h"
#include "core/data/csv/record_index.h"
#include "core/data/csv/rejected_list.h"

namespace latentscape {

/// Which of a file's rows are read.
struct WantedRows {
    /// How many.
    Index count = 0;
    /// Their places in the file, rising; the first `count` if empty.
    std::vector<Index> drawn;
};

/// Reads the cells of a text's records into columns, block by block on all threads. A column whose reading
/// was guessed wrongly from the first rows is read again, alone.
class TableReader {
public:
    /// All outlive the reader.
    TableReader(const TextSource& source, const CsvOpening& opening, const RecordIndex& index,
                const WantedRows& wanted, RaggedLines raggedLines, BlockWork& work);

    /// Fills `columns`, whose readings are guessed. Throws Error(RaggedLine, StrayQuote, UnterminatedQuote,
    /// TypeDoesNotFit, FileUnreadable, Cancelled).
    void read(std::deque<ColumnReading>& columns);

    /// After read().
    ImportReport report(const std::deque<ColumnReading>& columns);
    /// The problem of ragged lines, if there were any.
    std::optional<Problem> raggedProblem() const;

private:
    /// Where the numbers of a column go, all that is needed for cells in the usual spelling.
    struct PlainColumn {
        float* floats = nullptr;
        double* doubles = nullptr;
        int decimals = 0;
        FloatFit fit;
    };

    /// What one thread needs for itself.
    struct Scratch {
        std::string buffer;
        std::vector<PlainColumn> plain;
        std::vector<NumberTally> tallies;
        std::vector<TextDictionary::Known> known;
        /// The first of one block.
        std::vector<RejectedList::Entry> rejected;
        bool rejectedMore = false;
        std::vector<RejectedList::Entry> ragged;
        RefusedTally raggedTally;
        std::size_t raggedFound = 0;
    };

    void readAll(std::deque<ColumnReading>& columns);
    void readBlock(const RecordBlock& block, std::deque<ColumnReading>& columns, Scratch& scratch);
    void readRecord(RecordCursor& cursor, Index row, std::deque<ColumnReading>& columns,
                    Scratch& scratch) const;
    void readCell(std::string_view cell, Index row, long line, std::size_t place, ColumnReading& column,
                  Scratch& scratch) const;
    static void reject(ProblemCode reason, std::string_view text, long line, std::size_t place,
                       const ColumnReading& column, Scratch& scratch);
    /// Stops at a line of another length, or notes it.
    void takeRagged(std::string_view text, long line, std::size_t found, Scratch& scratch) const;

    const TextSource& m_source;
    const CsvOpening& m_opening;
    const RecordIndex& m_index;
    const WantedRows& m_wanted;
    RaggedLines m_raggedLines;
    BlockWork& m_work;
    bool m_firstPass = true;
    RejectedList m_rejected;
    RejectedList m_ragged;
    RefusedTally m_raggedTally;
    std::size_t m_raggedFound = 0;
};

}  // namespace latentscape
