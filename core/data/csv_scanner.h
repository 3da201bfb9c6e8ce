#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "core/support/problem.h"

namespace latentscape {

/// Cuts CSV text into fields, one record after the other, by the rules of RFC 4180: a field that begins with
/// a quote may contain delimiters, line breaks and doubled quotes; elsewhere a quote is a character like any
/// other. LF, CRLF and CR end a line; lines of blanks alone are passed over.
class CsvScanner {
public:
    /// Fields with doubled quotes are stored in `unquoted`, all others are views into `text`. `file` is named
    /// in errors. All three outlive the scanner.
    CsvScanner(std::string_view text, char delimiter, const std::string& file,
               std::deque<std::string>& unquoted);

    /// Puts the next record into `fields`; false at the end. Throws Error(UnterminatedQuote, StrayQuote).
    bool next(std::vector<std::string_view>& fields);
    /// The line on which the last record starts, counted from 1.
    long line() const { return m_recordLine; }

private:
    struct Place {
        std::size_t offset = 0;
        std::size_t lineStart = 0;
        long line = 1;
    };

    bool atEnd() const { return m_here.offset == m_text.size(); }
    bool at(char character) const { return !atEnd() && m_text[m_here.offset] == character; }
    bool atLineBreak() const { return at('\n') || at('\r'); }
    void passLineBreak();
    std::string_view plainField();
    std::string_view quotedField();
    std::string_view withSingleQuotes(std::string_view quoted);
    Error errorAt(const Place& place, ProblemCode code) const;

    std::string_view m_text;
    char m_delimiter;
    const std::string& m_file;
    std::deque<std::string>& m_unquoted;
    Place m_here;
    long m_recordLine = 1;
};

}  // namespace latentscape
