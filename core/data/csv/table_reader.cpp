#include "core/data/csv/table_reader.h"

#include <algorithm>
#include <utility>

namespace latentscape {
TableReader::TableReader(const TextSource& source, const CsvOpening& opening, const RecordIndex& index,
                         const WantedRows& wanted, RaggedLines raggedLines, BlockWork& work)
    : m_source(source),
      m_opening(opening),
      m_index(index),
      m_wanted(wanted),
      m_raggedLines(raggedLines),
      m_work(work) {}

void TableReader::read(std::deque<ColumnReading>& columns) {
    const auto isOpen = [](const ColumnReading& column) { return column.as != ReadAs::Nothing; };
    while (std::any_of(columns.begin(), columns.end(), isOpen)) {
        for (ColumnReading& column : columns) {
            if (column.as != ReadAs::Nothing && column.as != ReadAs::Refused)
                column.begin(m_wanted.count);
        }
        readAll(columns);
        m_firstPass = false;
        std::vector<bool> again(columns.size(), false);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (columns[i].as == ReadAs::Nothing)
                continue;
            columns[i].finish(m_wanted.count);
            again[i] = columns[i].as != ReadAs::Nothing;
        }
        if (std::find(again.begin(), again.end(), true) == again.end())
            return;
        if (m_rejected.isCut()) {
            // What was left out for the sake of a column that is read again has to be found again.
            m_rejected.clear();
            for (std::size_t i = 0; i < columns.size(); ++i) {
                if (!again[i] && columns[i].refusedCount > 0)
                    columns[i].as = ReadAs::Refused;
            }
        } else {
            m_rejected.remove([&again](std::size_t column) { return again[column]; });
        }
        m_work.setStage(0.95, 1);
    }
}

void TableReader::readAll(std::deque<ColumnReading>& columns) {
    std::vector<Scratch> scratches(std::size_t(m_work.threads()));
    for (Scratch& scratch : scratches) {
        scratch.tallies.resize(columns.size());
        scratch.known.resize(columns.size());
        for (ColumnReading& column : columns)
            scratch.plain.push_back(
                column.readsPlainNumbers
                    ? PlainColumn{.floats = column.floats.empty() ? nullptr : column.floats.data(),
                                  .doubles = column.doubles.empty() ? nullptr : column.doubles.data()}
                    : PlainColumn{});
    }
    m_work.forEach(m_index.blocks.size(), [&](int thread, std::size_t block) {
        Scratch& scratch = scratches[std::size_t(thread)];
        readBlock(m_index.blocks[block], columns, scratch);
        m_rejected.add(std::exchange(scratch.rejected, {}), std::exchange(scratch.rejectedMore, false));
        m_ragged.add(std::exchange(scratch.ragged, {}));
    });
    for (const Scratch& scratch : scratches) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            columns[i].tally.add(scratch.tallies[i]);
            columns[i].tally.addPlain(scratch.plain[i].decimals, scratch.plain[i].fit);
        }
        if (scratch.raggedTally.count > 0 && scratch.raggedTally.line < m_raggedTally.line)
            m_raggedFound = scratch.raggedFound;
        m_raggedTally.add(scratch.raggedTally);
    }
}

void TableReader::readBlock(const RecordBlock& block, std::deque<ColumnReading>& columns, Scratch& scratch) {
    // Lines of another length count wherever they are: between rows that were not drawn, behind the last row.
    const Index firstUnwanted = m_wanted.drawn.empty() ? m_wanted.count : m_wanted.drawn.back() + 1;
    if (block.firstRow >= firstUnwanted && !m_firstPass)
        return;
    const std::string_view text = m_source.read(block.begin, block.end, scratch.buffer);
    RecordCursor cursor(text, m_opening.syntax, m_source.path(), block.firstLine);
    const Error changed(ProblemCode::FileUnreadable,
                        {{"file", m_source.path()}, {"reason", "it changed while it was read"}});
    auto drawn = std::lower_bound(m_wanted.drawn.begin(), m_wanted.drawn.end(), block.firstRow);
    Index row = block.firstRow;
    for (; cursor.nextRecord(); ++row) {
        if (m_raggedLines == RaggedLines::Drop) {
            RecordCursor ahead = cursor;
            const std::size_t cells = ahead.skipCells();
            if (cells != columns.size()) {
                const std::size_t begin = cursor.offset();
                takeRagged(text.substr(begin, ahead.offset() - begin), cursor.line(), cells, scratch);
                cursor.skipCells();
                --row;
                continue;
            }
        }
        if (m_wanted.drawn.empty() && row >= m_wanted.count)
            return;
        if (row >= block.firstRow + block.rows)
            throw changed;
        if (m_wanted.drawn.empty()) {
            readRecord(cursor, row, columns, scratch);
        } else if (drawn != m_wanted.drawn.end() && *drawn == row) {
            readRecord(cursor, drawn - m_wanted.drawn.begin(), columns, scratch);
            ++drawn;
        } else {
            const std::size_t begin = cursor.offset();
            const long line = cursor.line();
            const std::size_t cells = cursor.skipCells();
            if (cells != columns.size())
                takeRagged(cursor.textFrom(begin), line, cells, scratch);
        }
    }
    if (row != block.firstRow + block.rows)
        throw changed;
}

void TableReader::readRecord(RecordCursor& cursor, Index row, std::deque<ColumnReading>& columns,
                             Scratch& scratch) const {
    const char decimal = m_opening.numbers.decimal;
    const long line = cursor.line();
    const std::size_t begin = cursor.offset();
    std::size_t place = 0;
    for (; cursor.inRecord() && place < columns.size(); ++place) {
        PlainColumn& plain = scratch.plain[place];
        const bool isPlain = plain.floats || plain.doubles;
        const PlainNumber number = isPlain ? cursor.plainNumber(decimal) : PlainNumber{};
        if (!number.end) {
            readCell(trimmed(cursor.cell()), row, line, place, columns[place], scratch);
            continue;
        }
        plain.decimals = std::max(plain.decimals, number.decimals);
        plain.fit.add(number.value);
        if (plain.floats)
            plain.floats[row] = float(number.value);
        else
            plain.doubles[row] = number.value;
    }
    if (place == columns.size() && !cursor.inRecord())
        return;
    const std::size_t found = place + cursor.skipCells();
    takeRagged(cursor.textFrom(begin), line, found, scratch);
    for (; place < columns.size(); ++place)
        readCell({}, row, line, place, columns[place], scratch);
}

void TableReader::readCell(std::string_view cell, Index row, long line, std::size_t place,
                           ColumnReading& column, Scratch& scratch) const {
    if (column.as == ReadAs::Floats || column.as == ReadAs::Doubles) {
        if (const std::optional<ProblemCode> reason =
                column.readNumber(cell, row, m_wanted.count, line, scratch.tallies[place]))
            reject(*reason, cell, line, place, column, scratch);
    } else if (column.as == ReadAs::Texts) {
        column.readText(cell, row, line, scratch.known[place]);
    } else if (column.as == ReadAs::Refused) {
        if (const std::optional<ProblemCode> reason = column.refusalOf(cell))
            reject(*reason, cell, line, place, column, scratch);
    }
}

void TableReader::reject(ProblemCode reason, std::string_view text, long line, std::size_t place,
                         const ColumnReading& column, Scratch& scratch) {
    if (scratch.rejected.size() < ImportReport::kMostListed)
        scratch.rejected.push_back(
            {{.line = line, .column = column.context.name, .text = excerpt(text), .reason = reason}, place});
    else
        scratch.rejectedMore = true;
}

void TableReader::takeRagged(std::string_view text, long line, std::size_t found, Scratch& scratch) const {
    if (m_raggedLines == RaggedLines::Stop)
        throw raggedLine(m_source.path(), line, found, m_opening.names.size(), m_opening.syntax.delimiter);
    if (!m_firstPass)
        return;
    const std::string shown = excerpt(text.substr(0, text.find_last_not_of("\r\n") + 1));
    if (line < scratch.raggedTally.line)
        scratch.raggedFound = found;
    scratch.raggedTally.add(shown, line);
    if (scratch.ragged.size() < ImportReport::kMostListed)
        scratch.ragged.push_back(
            {{.line = line, .column = {}, .text = shown, .reason = ProblemCode::RaggedLine}, 0});
}

ImportReport TableReader::report(const std::deque<ColumnReading>& columns) {
    ImportReport report;
    report.rejectedCount = m_raggedTally.count;
    for (const ColumnReading& column : columns)
        report.rejectedCount += column.refusedCount;
    m_rejected.add(m_ragged.sorted());
    for (const RejectedList::Entry& entry : m_rejected.sorted())
        report.rejected.push_back(entry.text);
    return report;
}

std::optional<Problem> TableReader::raggedProblem() const {
    if (m_raggedTally.count == 0)
        return std::nullopt;
    return Problem{
        m_raggedLines == RaggedLines::Fill ? ProblemCode::RaggedLinesFilled : ProblemCode::RaggedLinesDropped,
        {{"file", m_source.path()},
         {"line", std::to_string(m_raggedTally.line)},
         {"found", std::to_string(m_raggedFound)},
         {"expected", std::to_string(m_opening.names.size())},
         {"count", std::to_string(m_raggedTally.count)}}};
}

}  // namespace latentscape
