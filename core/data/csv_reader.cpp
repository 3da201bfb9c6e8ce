#include "core/data/csv_reader.h"

#include <algorithm>
#include <numeric>

#include "core/data/csv/block_work.h"
#include "core/data/csv/memory_need.h"
#include "core/data/csv/opening.h"
#include "core/data/csv/record_index.h"
#include "core/data/csv/table_reader.h"
#include "core/data/csv/text_source.h"
#include "core/data/numbered_name.h"
#include "core/data/text_encoding.h"
#include "core/support/memory.h"
#include "core/support/parallel.h"
#include "core/support/random.h"

namespace latentscape {
namespace {

// Of a packed or converted file a preview makes so much text, more if its rows are longer.
constexpr std::uint64_t kPreviewBytes = std::uint64_t(4) << 20;
// Shares of the time that the passes take: finding records, reading cells; the rest is for columns that are
// read again.
constexpr double kIndexed = 0.15;
constexpr double kRead = 0.95;

void requireColumn(const std::string& name, const std::string& file, const std::vector<std::string>& names) {
    if (std::find(names.begin(), names.end(), name) == names.end())
        throw unknownColumn(name, file, names);
}

/// What openCsv found, taking the text as Windows-1252 if it turns out not to be UTF-8.
CsvOpening openSource(TextSource& source, const CsvOptions& options) {
    CsvOpening opening;
    try {
        openCsv(source, options, opening);
        return opening;
    } catch (const NotUtf8& bad) {
        source.takeAsWindows1252(bad.byte);
    }
    opening = {};
    openCsv(source, options, opening);
    return opening;
}

/// Rows drawn at random without replacement, rising: row t is taken with probability (still wanted) / (still
/// to come) (Knuth, The Art of Computer Programming, volume 2, algorithm S).
std::vector<Index> drawRows(Index rows, Index count, std::uint64_t seed) {
    std::vector<Index> drawn;
    drawn.reserve(std::size_t(count));
    const Random random(seed);
    for (Index row = 0; Index(drawn.size()) < count; ++row) {
        const double unit = unitInterval(random.words(
            RandomStream::Subsample, std::uint32_t(std::uint64_t(row) >> 32), std::uint32_t(row), 0));
        if (unit * double(rows - row) < double(count - Index(drawn.size())))
            drawn.push_back(row);
    }
    return drawn;
}

WantedRows wantedRows(Index rows, const CsvOptions& options, const ReadControl& control) {
    if (control.firstRows)
        return {.count = std::min(rows, std::max<Index>(0, *control.firstRows)), .drawn = {}};
    if (options.sampleRows && *options.sampleRows < rows) {
        const Index count = std::max<Index>(1, *options.sampleRows);
        return {.count = count, .drawn = drawRows(rows, count, options.sampleSeed)};
    }
    return {.count = rows, .drawn = {}};
}

void makeReadings(const CsvOpening& opening, const std::string& file, const CsvOptions& options,
                  std::deque<ColumnReading>& columns) {
    const CellRules rules(opening.numbers, options.missingTokens.value_or(usualMissingTokens()));
    const std::vector<bool> inSeries = inNumberedSeries(opening.names);
    for (std::size_t i = 0; i < opening.names.size(); ++i) {
        const std::string& name = opening.names[i];
        const auto type = options.types.find(name);
        const auto sentinels = options.sentinels.find(name);
        ColumnReading& column = columns.emplace_back();
        column.context = {
            .name = name,
            .file = file,
            .rules = sentinels == options.sentinels.end() ? rules : rules.withSentinels(sentinels->second),
            .type = type == options.types.end() ? std::nullopt : std::optional(type->second),
            .inSeries = inSeries[i]};
        guessReading(opening.sample[i], column);
    }
}

CsvResult readTable(const TextSource& source, const CsvOpening& opening, const CsvOptions& options,
                    const ReadControl& control, std::uint64_t availableMemory) {
    const std::string& file = source.path();
    for (const auto& [name, type] : options.types)
        requireColumn(name, file, opening.names);
    for (const auto& [name, values] : options.sentinels)
        requireColumn(name, file, opening.names);
    std::deque<ColumnReading> columns;
    makeReadings(opening, file, options, columns);

    const Index mostRows = control.firstRows ? *control.firstRows
                                             : options.sampleRows.value_or(std::numeric_limits<Index>::max());
    const MemoryNeed need(opening, columns, file);
    const auto aboutRows = Index(double(source.size()) / opening.bytesPerRecord);
    need.require(std::min(aboutRows, mostRows), availableMemory);

    // A text of one block needs no other thread.
    const std::uint64_t blocks = source.size() / std::max<std::uint64_t>(1, control.blockBytes) + 1;
    const int threads = control.threads > 0 ? control.threads : availableCores();
    BlockWork work(file, int(std::min(blocks, std::uint64_t(threads))), control.progress);
    work.setStage(0, kIndexed);
    const RecordIndex index = indexRecords(
        source,
        {.syntax = opening.syntax,
         .start = opening.start,
         .firstLine = opening.firstLine,
         .blockBytes = control.blockBytes,
         .cells = options.raggedLines == RaggedLines::Drop ? std::optional(columns.size()) : std::nullopt,
         .firstRows = control.firstRows},
        work);
    if (index.rows == 0)
        throw Error(ProblemCode::HeaderOnly, {{"file", file}});
    need.require(std::min(index.rows, mostRows), availableMemory);

    const WantedRows wanted = wantedRows(index.rows, options, control);
    TableReader reader(source, opening, index, wanted, options.raggedLines, work);
    work.setStage(kIndexed, kRead);
    reader.read(columns);

    Problems problems = opening.problems;
    if (const std::optional<Problem> ragged = reader.raggedProblem())
        problems.push_back(*ragged);
    CsvResult result{.dataset = nullptr, .dialect = opening.dialect, .report = reader.report(columns)};
    std::vector<Column> made;
    made.reserve(columns.size());
    for (ColumnReading& column : columns) {
        made.push_back(std::move(column.column));
        std::move(column.problems.begin(), column.problems.end(), std::back_inserter(problems));
    }
    result.dataset =
        std::make_shared<const Dataset>(nameFromPath(file), file, std::move(made), std::move(problems));
    work.setStage(0, 1);
    work.tellProgress(1);
    return result;
}

CsvResult readSource(TextSource source, const CsvOptions& options, const ReadControl& control,
                     std::uint64_t availableMemory) {
    for (bool again = false;; again = true) {
        const CsvOpening opening = openSource(source, options);
        const std::uint64_t inMemory = source.text() ? source.text()->size() : 0;
        try {
            return readTable(source, opening, options, control,
                             availableMemory - std::min(availableMemory, inMemory));
        } catch (const NotUtf8& bad) {
            if (again)
                throw Error(ProblemCode::FileUnreadable,
                            {{"file", source.path()}, {"reason", "it changed while it was read"}});
            source.takeAsWindows1252(bad.byte);
        }
    }
}

/// Makes the source by `open`, of which a preview takes as little as it needs.
template <class Open>
CsvResult readFrom(const Open& open, const CsvOptions& options, const ReadControl& control) {
    TextSourceOptions text{.encoding = options.encoding,
                           .availableMemory = control.availableMemory.value_or(availableMemory())};
    if (!control.firstRows)
        return readSource(open(text), options, control, text.availableMemory);
    for (std::uint64_t limit = kPreviewBytes;; limit *= 8) {
        text.limit = limit;
        TextSource source = open(text);
        const bool isCut = source.isCut();
        try {
            CsvResult result = readSource(std::move(source), options, control, text.availableMemory);
            if (!isCut || result.dataset->rows() >= *control.firstRows)
                return result;
        } catch (const Error& error) {
            const ProblemCode code = error.problem().code;
            if (!isCut || (code != ProblemCode::HeaderOnly && code != ProblemCode::UnterminatedQuote))
                throw;
        }
    }
}

}  // namespace

CsvTable parseCsv(std::string text, const std::string& file, const CsvOptions& options,
                  std::optional<std::uint64_t> availableMemory) {
    const std::uint64_t available = availableMemory.value_or(latentscape::availableMemory());
    TextSource source = TextSource::ofBytes(std::move(text), file,
                                            {.encoding = options.encoding, .availableMemory = available});
    std::string unused;
    const std::size_t bad = findNoUtf8(source.read(0, source.size(), unused));
    if (bad != std::string_view::npos)
        source.takeAsWindows1252(bad);
    const std::string_view records = source.read(0, source.size(), unused);
    requireText(records, file);
    CsvOpening opening;
    openCsv(source, options, opening);
    const auto aboutRows = Index(double(source.size()) / opening.bytesPerRecord);
    MemoryNeed(opening, file).require(aboutRows, available);

    const auto storage = std::make_shared<CsvText>();
    storage->text = source.text();
    CsvTable table{.dialect = opening.dialect,
                   .names = std::move(opening.names),
                   .cells = {},
                   .text = storage,
                   .lines = {},
                   .problems = std::move(opening.problems)};
    table.cells.resize(table.names.size());
    for (std::vector<std::string_view>& column : table.cells)
        column.reserve(std::size_t(aboutRows));
    RecordCursor cursor(records.substr(opening.start), opening.syntax, file, opening.firstLine);
    std::vector<std::string_view> cells;
    while (cursor.nextRecord()) {
        cells.clear();
        while (cursor.inRecord()) {
            const std::string_view cell = cursor.cell();
            cells.push_back(cursor.isUnescaped() ? std::string_view(storage->unquoted.emplace_back(cell))
                                                 : cell);
        }
        if (cells.size() != table.cells.size()) {
            if (options.raggedLines == RaggedLines::Stop)
                throw raggedLine(file, cursor.line(), cells.size(), table.cells.size(),
                                 table.dialect.delimiter);
            if (options.raggedLines == RaggedLines::Drop)
                continue;
            cells.resize(table.cells.size());
        }
        for (std::size_t column = 0; column < cells.size(); ++column)
            table.cells[column].push_back(cells[column]);
        table.lines.push_back(cursor.line());
    }
    if (table.lines.empty())
        throw Error(ProblemCode::HeaderOnly, {{"file", file}});
    return table;
}

CsvResult readCsvText(std::string text, const std::string& path, const CsvOptions& options,
                      const ReadControl& control) {
    return readFrom(
        [&](const TextSourceOptions& source) {
            // A preview may have to begin anew.
            return TextSource::ofBytes(control.firstRows ? text : std::move(text), path, source);
        },
        options, control);
}

CsvResult readCsv(const std::string& path, const CsvOptions& options, const ReadControl& control) {
    return readFrom([&](const TextSourceOptions& source) { return TextSource::ofFile(path, source); },
                    options, control);
}

}  // namespace latentscape
