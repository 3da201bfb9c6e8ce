#include "core/data/csv/record_index.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/data/text_encoding.h"

namespace latentscape {
namespace {

// Behind its share a block is read so far at first; the record that begins within the share mostly ends
// there.
constexpr std::uint64_t kBeyond = std::uint64_t(1) << 14;

/// The next places of one character in a text, each looked for once.
class Places {
public:
    Places(std::string_view text, char character) : m_text(text), m_character(character) {}

    /// The first place from `from` on; the text's size if there is none. `from` never falls.
    std::size_t next(std::size_t from) {
        if (!m_known || m_place < from) {
            m_place = std::min(m_text.find(m_character, from), m_text.size());
            m_known = true;
        }
        return m_place;
    }

private:
    std::string_view m_text;
    char m_character;
    std::size_t m_place = 0;
    bool m_known = false;
};

/// Cuts one block. Counts its lines from 1 and its rows from 0.
class BlockCutter {
public:
    BlockCutter(const TextSource& source, const RecordIndexOptions& options, std::string& buffer)
        : m_source(source), m_options(options), m_buffer(buffer) {}

    /// Records from `begin` to the first that starts at or behind `end`.
    RecordBlock cut(std::uint64_t begin, std::uint64_t end, long firstLine) {
        RecordBlock block{.begin = begin, .end = begin, .firstLine = firstLine};
        std::uint64_t readTo = std::min(m_source.size(), end + kBeyond);
        long line = firstLine;
        while (true) {
            const std::string_view text = m_source.read(block.end, readTo, m_buffer);
            const std::size_t wanted = std::size_t(std::max(end, block.end) - block.end);
            const std::size_t passed = passRecords(text, wanted, readTo == m_source.size(), block, line);
            check(text.substr(0, passed), block.end, line);
            block.end += passed;
            line = m_line;
            if (block.end >= end || block.end == m_source.size())
                break;
            if (readTo == m_source.size())
                break;  // what is left is a record that goes on behind a cut text
            if (readTo - block.end > kLongestRecord)
                throw tooLong(text, line);
            readTo = std::min(m_source.size(), block.end + 2 * (readTo - block.end) + kBeyond);
        }
        m_endLine = line;
        return block;
    }

    /// The line behind the last block that was cut.
    long endLine() const { return m_endLine; }

private:
    /// Passes whole records until one starts at or behind `wanted`; the last may be incomplete unless the
    /// text `isLast`. Returns how many bytes were passed.
    std::size_t passRecords(std::string_view text, std::size_t wanted, bool isLast, RecordBlock& block,
                            long line) {
        Places newlines(text, '\n');
        Places returns(text, '\r');
        Places quotes(text, '"');
        const bool takesAll = isLast && !m_source.isCut();
        std::size_t at = 0;
        while (at < wanted && at < text.size()) {
            const std::size_t lineEnd = std::min(newlines.next(at), returns.next(at));
            const bool inNextLine = lineEnd < text.size() && quotes.next(at) > lineEnd;
            if (inNextLine && !m_options.cells) {
                const bool two = text.substr(lineEnd).starts_with("\r\n");
                if (!two && lineEnd + 1 == text.size() && text[lineEnd] == '\r' && !isLast)
                    break;
                block.rows += isRecord(text.substr(at, lineEnd - at)) ? 1 : 0;
                at = lineEnd + (two ? 2 : 1);
                ++line;
                continue;
            }
            RecordCursor cursor(text.substr(at), m_options.syntax, m_source.path(), line);
            Index rows = 0;
            try {
                if (cursor.nextRecord()) {
                    const std::size_t cells = cursor.skipCells();
                    rows = !m_options.cells || cells == *m_options.cells ? 1 : 0;
                }
            } catch (const Error& error) {
                if (takesAll || error.problem().code != ProblemCode::UnterminatedQuote)
                    throw;
                break;
            }
            if (cursor.atEnd() && !takesAll)
                break;
            block.rows += rows;
            at += cursor.offset();
            line = cursor.nextLine();
        }
        m_line = line;
        return at;
    }

    bool isRecord(std::string_view line) const {
        if (line.empty() || (m_options.syntax.comment != 0 && line.front() == m_options.syntax.comment))
            return false;
        const char delimiter = m_options.syntax.delimiter;
        return std::any_of(line.begin(), line.end(), [delimiter](char character) {
            return (character != ' ' && character != '\t') || (character == delimiter && delimiter != ' ');
        });
    }

    void check(std::string_view text, std::uint64_t offset, long line) const {
        const std::size_t zero = text.find('\0');
        if (zero != std::string_view::npos)
            throw Error(
                ProblemCode::NotText,
                {{"file", m_source.path()}, {"line", std::to_string(line + linesIn(text.substr(0, zero)))}});
        const std::size_t bad = findNoUtf8(text);
        if (bad != std::string_view::npos)
            throw NotUtf8{offset + bad};
    }

    static long linesIn(std::string_view text) {
        long lines = 0;
        for (std::size_t i = 0; i < text.size(); ++i)
            lines +=
                text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')) ? 1 : 0;
        return lines;
    }

    /// A record that does not end: if that is because of an open quote, the cursor says so.
    Error tooLong(std::string_view text, long line) const {
        check(text, 0, line);
        try {
            RecordCursor cursor(text, m_options.syntax, m_source.path(), line);
            if (cursor.nextRecord())
                cursor.skipCells();
        } catch (const Error& error) {
            return error;
        }
        return Error(ProblemCode::LineTooLong, {{"file", m_source.path()},
                                                {"line", std::to_string(line)},
                                                {"most", std::to_string(kLongestRecord >> 20)}});
    }

    const TextSource& m_source;
    const RecordIndexOptions& m_options;
    std::string& m_buffer;
    long m_line = 1;
    long m_endLine = 1;
};

/// What a thread found in one share of the text, if quotes do not reach into it.
struct Guess {
    RecordBlock block;
    long lines = 0;
    bool usable = false;
};

/// The place behind the first line break at or behind `from - 1`, if it lies before `to`.
std::optional<std::uint64_t> lineStartFrom(const TextSource& source, std::uint64_t from, std::uint64_t to,
                                           std::string& buffer) {
    const std::string_view text = source.read(from - 1, std::min(to + 1, source.size()), buffer);
    const std::size_t end = text.find_first_of("\r\n");
    if (end == std::string_view::npos)
        return std::nullopt;
    const std::uint64_t start = from - 1 + end + (text.substr(end).starts_with("\r\n") ? 2 : 1);
    return start < to ? std::optional(start) : std::nullopt;
}

Guess guessBlock(const TextSource& source, const RecordIndexOptions& options, std::uint64_t begin,
                 std::uint64_t end, std::string& buffer) {
    Guess guess;
    const std::optional<std::uint64_t> start =
        begin == options.start ? std::optional(begin) : lineStartFrom(source, begin, end, buffer);
    if (!start)
        return guess;
    try {
        BlockCutter cutter(source, options, buffer);
        guess.block = cutter.cut(*start, end, 1);
        guess.lines = cutter.endLine() - 1;
        guess.usable = true;
    } catch (const Error&) {
        // Perhaps the guess was wrong, perhaps the text is: who cuts it again from its true start will know.
    } catch (const NotUtf8&) {
    }
    return guess;
}

}  // namespace

RecordIndex indexRecords(const TextSource& source, const RecordIndexOptions& options, BlockWork& work) {
    RecordIndex index;
    const std::uint64_t size = source.size();
    const std::uint64_t step = std::max<std::uint64_t>(1, options.blockBytes);
    const std::uint64_t shares = (size - std::min(options.start, size) + step - 1) / step;
    const auto beginOf = [&](std::uint64_t share) { return std::min(size, options.start + share * step); };

    std::vector<Guess> guesses(options.firstRows ? 0 : shares);
    std::vector<std::string> buffers(std::size_t(work.threads()));
    work.forEach(guesses.size(), [&](int thread, std::size_t share) {
        guesses[share] =
            guessBlock(source, options, beginOf(share), beginOf(share + 1), buffers[std::size_t(thread)]);
    });

    std::uint64_t at = options.start;
    long line = options.firstLine;
    for (std::uint64_t share = 0; share < shares; ++share) {
        if (at >= beginOf(share + 1))
            continue;
        RecordBlock block;
        if (share < guesses.size() && guesses[share].usable && guesses[share].block.begin == at) {
            block = guesses[share].block;
            block.firstLine = line;
            line += guesses[share].lines;
        } else {
            BlockCutter cutter(source, options, buffers.front());
            block = cutter.cut(at, beginOf(share + 1), line);
            line = cutter.endLine();
            work.tellProgress(double(share) / double(shares));
        }
        at = block.end;
        block.firstRow = index.rows;
        index.rows += block.rows;
        // A block without rows may hold lines to list.
        if (block.rows > 0 || options.cells)
            index.blocks.push_back(block);
        if (options.firstRows && index.rows >= *options.firstRows)
            break;
    }
    return index;
}

}  // namespace latentscape
