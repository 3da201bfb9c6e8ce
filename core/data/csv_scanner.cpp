#include "core/data/csv_scanner.h"

#include <algorithm>

namespace latentscape {

CsvScanner::CsvScanner(std::string_view text, char delimiter, const std::string& file,
                       std::deque<std::string>& unquoted)
    : m_text(text), m_delimiter(delimiter), m_file(file), m_unquoted(unquoted) {}

bool CsvScanner::next(std::vector<std::string_view>& fields) {
    while (!atEnd()) {
        fields.clear();
        m_recordLine = m_here.line;
        fields.push_back(at('"') ? quotedField() : plainField());
        while (at(m_delimiter)) {
            ++m_here.offset;
            fields.push_back(at('"') ? quotedField() : plainField());
        }
        passLineBreak();
        if (fields.size() > 1 || fields.front().find_first_not_of(" \t") != std::string_view::npos)
            return true;
    }
    return false;
}

void CsvScanner::passLineBreak() {
    if (!atLineBreak())
        return;
    m_here.offset += m_text.substr(m_here.offset).starts_with("\r\n") ? 2 : 1;
    m_here.lineStart = m_here.offset;
    ++m_here.line;
}

std::string_view CsvScanner::plainField() {
    const std::size_t begin = m_here.offset;
    while (!atEnd() && !at(m_delimiter) && !atLineBreak())
        ++m_here.offset;
    return m_text.substr(begin, m_here.offset - begin);
}

std::string_view CsvScanner::quotedField() {
    const Place opening = m_here;
    const std::size_t begin = ++m_here.offset;
    bool doubled = false;
    for (;;) {
        while (!atEnd() && !at('"')) {
            if (atLineBreak())
                passLineBreak();
            else
                ++m_here.offset;
        }
        if (atEnd())
            throw errorAt(opening, ProblemCode::UnterminatedQuote);
        ++m_here.offset;
        if (!at('"'))
            break;
        doubled = true;
        ++m_here.offset;
    }
    const std::string_view field = m_text.substr(begin, m_here.offset - 1 - begin);
    if (!atEnd() && !at(m_delimiter) && !atLineBreak())
        throw errorAt(m_here, ProblemCode::StrayQuote);
    return doubled ? withSingleQuotes(field) : field;
}

std::string_view CsvScanner::withSingleQuotes(std::string_view quoted) {
    std::string& single = m_unquoted.emplace_back();
    for (std::size_t i = 0; i < quoted.size(); ++i) {
        single += quoted[i];
        if (quoted[i] == '"')
            ++i;
    }
    return single;
}

Error CsvScanner::errorAt(const Place& place, ProblemCode code) const {
    const std::string_view before = m_text.substr(place.lineStart, place.offset - place.lineStart);
    // Columns are characters, not bytes: the bytes 10xxxxxx of UTF-8 only continue one.
    const auto characters =
        std::count_if(before.begin(), before.end(), [](char byte) { return (byte & 0xC0) != 0x80; });
    return Error(
        code,
        {{"file", m_file}, {"line", std::to_string(place.line)}, {"column", std::to_string(characters + 1)}});
}

}  // namespace latentscape
