#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/data/number_text.h"
#include "core/support/problem.h"

namespace latentscape {

/// What cuts a text into records and cells.
struct CsvSyntax {
    /// A blank stands for a run of them.
    char delimiter = ',';
    /// Lines that begin with it are passed over; 0 for none.
    char comment = 0;
};

/// Goes through CSV text cell by cell, by the rules of RFC 4180: a cell that begins with a quote may contain
/// delimiters, line breaks and doubled quotes; elsewhere a quote is a character like any other. LF, CRLF and
/// CR end a line; lines of blanks alone and comments are passed over.
class RecordCursor {
public:
    /// `text` begins where a line begins, the line `firstLine`. What it is a view of, and `file`, which is
    /// named in errors, outlive the cursor. The byte behind `text` can be read and is no part of a number.
    RecordCursor(std::string_view text, CsvSyntax syntax, const std::string& file, long firstLine = 1);

    /// Moves to the first cell of the next record; false at the end.
    bool nextRecord();
    /// Whether the record has a cell that is not read yet.
    bool inRecord() const { return m_inRecord; }
    /// Reads the cell and moves behind it. The view lasts until the next call if isUnescaped(), else as long
    /// as the text. Throws Error(UnterminatedQuote, StrayQuote).
    std::string_view cell();
    /// Whether the last cell had doubled quotes, which are made single in a copy.
    bool isUnescaped() const { return m_unescaped; }
    /// Reads the cell if it is a number in the usual spelling and moves behind it; else moves nowhere and
    /// returns one without an end.
    PlainNumber plainNumber(char decimal) {
        const PlainNumber number = readPlainNumber(m_at, m_end, decimal);
        if (!number.end)
            return {};
        if (number.end != m_end && *number.end == m_syntax.delimiter && m_syntax.delimiter != ' ') {
            m_at = number.end + 1;
            return number;
        }
        if (number.end != m_end && *number.end != '\n' && *number.end != '\r')
            return {};
        m_at = number.end;
        endRecord();
        return number;
    }
    /// Passes the rest of the record and returns how many cells it had.
    std::size_t skipCells();

    /// The line on which the record starts, counted from 1.
    long line() const { return m_recordLine; }
    /// The line on which the next record may start.
    long nextLine() const { return m_line; }
    std::size_t offset() const { return std::size_t(m_at - m_begin); }
    std::string_view textFrom(std::size_t offset) const {
        return {m_begin + offset, std::size_t(m_at - m_begin) - offset};
    }
    bool atEnd() const { return m_at == m_end; }

private:
    bool at(char character) const { return m_at != m_end && *m_at == character; }
    bool atLineBreak() const { return m_at != m_end && (*m_at == '\n' || *m_at == '\r'); }
    void passLineBreak();
    void passLine();
    void passBlanks(bool delimitersToo);
    void endCell();
    void endRecord() {
        m_inRecord = false;
        passLineBreak();
    }
    std::string_view plainCell();
    std::string_view quotedCell();
    std::string_view withSingleQuotes(std::string_view quoted);
    Error errorAt(const char* place, const char* lineStart, long line, ProblemCode code) const;

    const char* m_begin;
    const char* m_end;
    const char* m_at;
    const char* m_lineStart;
    CsvSyntax m_syntax;
    const std::string& m_file;
    long m_line;
    long m_recordLine;
    bool m_inRecord = false;
    bool m_unescaped = false;
    std::string m_single;
};

}  // namespace latentscape
