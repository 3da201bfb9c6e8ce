#include "core/data/csv/record_cursor.h"

#include <algorithm>
#include <cstring>

namespace latentscape {

RecordCursor::RecordCursor(std::string_view text, CsvSyntax syntax, const std::string& file, long firstLine)
    : m_begin(text.data()),
      m_end(text.data() + text.size()),
      m_at(text.data()),
      m_lineStart(text.data()),
      m_syntax(syntax),
      m_file(file),
      m_line(firstLine),
      m_recordLine(firstLine) {}

bool RecordCursor::nextRecord() {
    while (m_at != m_end) {
        if (m_syntax.comment != 0 && at(m_syntax.comment)) {
            passLine();
            continue;
        }
        const char* const start = m_at;
        passBlanks(m_syntax.delimiter == ' ');
        if (m_at == m_end)
            return false;
        if (atLineBreak()) {
            passLineBreak();
            continue;
        }
        if (m_syntax.delimiter != ' ')
            m_at = start;
        m_recordLine = m_line;
        m_inRecord = true;
        return true;
    }
    return false;
}

std::string_view RecordCursor::cell() {
    m_unescaped = false;
    const std::string_view text = at('"') ? quotedCell() : plainCell();
    endCell();
    return text;
}

std::size_t RecordCursor::skipCells() {
    std::size_t cells = 0;
    for (; m_inRecord; ++cells)
        cell();
    return cells;
}

void RecordCursor::passLineBreak() {
    if (!atLineBreak())
        return;
    const bool two = *m_at == '\r' && m_at + 1 != m_end && m_at[1] == '\n';
    m_at += two ? 2 : 1;
    m_lineStart = m_at;
    ++m_line;
}

void RecordCursor::passLine() {
    while (m_at != m_end && !atLineBreak())
        ++m_at;
    passLineBreak();
}

void RecordCursor::passBlanks(bool delimitersToo) {
    while (m_at != m_end && (*m_at == ' ' || *m_at == '\t') && (delimitersToo || *m_at != m_syntax.delimiter))
        ++m_at;
}

void RecordCursor::endCell() {
    if (m_at == m_end || *m_at != m_syntax.delimiter) {
        endRecord();
        return;
    }
    ++m_at;
    if (m_syntax.delimiter != ' ')
        return;
    // Blanks at the end of a line delimit nothing.
    while (at(' '))
        ++m_at;
    if (m_at == m_end || atLineBreak())
        endRecord();
}

std::string_view RecordCursor::plainCell() {
    const char* const begin = m_at;
    while (m_at != m_end && *m_at != m_syntax.delimiter && *m_at != '\n' && *m_at != '\r')
        ++m_at;
    return {begin, std::size_t(m_at - begin)};
}

std::string_view RecordCursor::quotedCell() {
    const char* const opening = m_at;
    const char* const openingLineStart = m_lineStart;
    const long openingLine = m_line;
    const char* const begin = ++m_at;
    for (;;) {
        while (m_at != m_end && *m_at != '"') {
            if (atLineBreak())
                passLineBreak();
            else
                ++m_at;
        }
        if (m_at == m_end)
            throw errorAt(opening, openingLineStart, openingLine, ProblemCode::UnterminatedQuote);
        ++m_at;
        if (!at('"'))
            break;
        m_unescaped = true;
        ++m_at;
    }
    if (m_at != m_end && *m_at != m_syntax.delimiter && !atLineBreak())
        throw errorAt(m_at, m_lineStart, m_line, ProblemCode::StrayQuote);
    const std::string_view text(begin, std::size_t(m_at - 1 - begin));
    return m_unescaped ? withSingleQuotes(text) : text;
}

std::string_view RecordCursor::withSingleQuotes(std::string_view quoted) {
    m_single.clear();
    for (std::size_t i = 0; i < quoted.size(); ++i) {
        m_single += quoted[i];
        if (quoted[i] == '"')
            ++i;
    }
    return m_single;
}

Error RecordCursor::errorAt(const char* place, const char* lineStart, long line, ProblemCode code) const {
    // Columns are characters, not bytes: the bytes 10xxxxxx of UTF-8 only continue one.
    const auto characters = std::count_if(lineStart, place, [](char byte) { return (byte & 0xC0) != 0x80; });
    return Error(
        code, {{"file", m_file}, {"line", std::to_string(line)}, {"column", std::to_string(characters + 1)}});
}

}  // namespace latentscape
