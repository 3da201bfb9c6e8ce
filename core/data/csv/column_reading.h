#pragma once

#include <atomic>
#include <limits>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/data/column_inference.h"
#include "core/data/csv/text_dictionary.h"
#include "core/data/float_fit.h"

namespace latentscape {

/// What is done with the cells of a column while a file is read.
enum class ReadAs : unsigned char {
    Nothing,  ///< it is read already
    Floats,
    Doubles,
    Texts,
    Refused,  ///< its refused texts are looked for, to list where they stand
};

/// Which rows have no value; takes memory when the first is marked. Threads mark rows of their own.
class MissingRows {
public:
    void mark(Index row, Index rows) {
        std::call_once(m_once, [&] { m_flags.resize(std::size_t(rows)); });
        m_flags[std::size_t(row)] = 1;
    }
    bool isMarked(std::size_t row) const { return !m_flags.empty() && m_flags[row] != 0; }
    MissingMask take(Index rows) {
        return m_flags.empty() ? MissingMask(std::size_t(rows)) : MissingMask(std::move(m_flags));
    }

private:
    std::once_flag m_once;
    std::vector<unsigned char> m_flags;
};

/// Cells that were refused for one reason: how many, and the first.
struct RefusedTally {
    Index count = 0;
    long line = std::numeric_limits<long>::max();
    std::string text;

    void add(std::string_view cell, long cellLine) {
        ++count;
        if (cellLine < line) {
            line = cellLine;
            text = excerpt(cell);
        }
    }
    void add(const RefusedTally& other);
};

/// What was met in a column that is read as numbers.
struct NumberTally {
    Index missing = 0;
    RefusedTally nonFinite;
    /// Texts, and numbers that are none of this column: with a percent sign where the others have none or the
    /// other way round, or not fit to count.
    RefusedTally texts;
    Index otherPercents = 0;
    Index notCounts = 0;
    bool textsDiffer = false;
    /// One of the texts, whole.
    std::string aText;
    int decimals = 0;
    FloatFit floats;

    void addText(std::string_view text, long line);
    void add(const NumberTally& other);
    void addPlain(int plainDecimals, const FloatFit& fit) {
        decimals = std::max(decimals, plainDecimals);
        floats.add(fit);
    }
};

/// One column while a file is read.
struct ColumnReading {
    ColumnContext context;
    ReadAs as = ReadAs::Floats;
    /// Numbers have a percent sign.
    bool percent = false;
    /// Whether Texts is the last word; else a column of very many different numbers is read again.
    bool certainlyTexts = false;
    /// Whether a number in the usual spelling needs no further look.
    bool readsPlainNumbers = false;

    std::vector<float> floats;
    std::vector<double> doubles;
    std::vector<std::uint32_t> numbers;
    std::unique_ptr<MissingRows> missing;
    std::unique_ptr<TextDictionary> dictionary;
    NumberTally tally;
    std::atomic<bool> abandoned = false;
    std::unordered_map<std::string, ProblemCode> refused;
    Index refusedCount = 0;

    /// Done when `as` is Nothing.
    Column column;
    Problems problems;

    bool isTold() const { return context.type.has_value(); }
    /// Makes room for `rows` cells, read as `as` says.
    void begin(Index rows);
    void store(Index row, double number) {
        if (as == ReadAs::Floats)
            floats[std::size_t(row)] = float(number);
        else
            doubles[std::size_t(row)] = number;
    }
    /// Reads a cell, without the blanks around it, of `row` of `rows`; says why if it is refused.
    std::optional<ProblemCode> readNumber(std::string_view cell, Index row, Index rows, long line,
                                          NumberTally& tallyOfThread);
    void readText(std::string_view cell, Index row, long line, TextDictionary::Known& known);
    /// Why a cell was refused, once the column is made; empty if it was not.
    std::optional<ProblemCode> refusalOf(std::string_view cell) const;
    /// After a pass: makes the column, or says by `as` how it has to be read again. Throws
    /// Error(TypeDoesNotFit).
    void finish(Index rows);

private:
    std::optional<ProblemCode> refusalOf(const CellReading& reading) const;
    void finishNumbers(Index rows);
    void finishTexts();
    bool holdsTwoValues(Index rows) const;
};

/// How a column is best read at first, by its cells in the first rows.
void guessReading(const std::vector<std::string_view>& sample, ColumnReading& reading);

/// About how many bytes a row of the column takes in memory.
double bytesPerRow(const std::vector<std::string_view>& sample, const ColumnReading& reading);

}  // namespace latentscape
