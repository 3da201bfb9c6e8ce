#include "core/data/csv_writer.h"

#include <array>
#include <charconv>
#include <cmath>

namespace latentscape {
namespace {

template <class Number>
std::string numberText(Number number) {
    if (std::isnan(number))
        return {};
    std::array<char, 40> buffer;
    return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr};
}

}  // namespace

CsvWriter::CsvWriter(std::span<const std::string> header) {
    for (const std::string& name : header)
        addCell(name);
    endRow();
}

void CsvWriter::addCell(std::string_view cell) {
    if (m_rowHasCells)
        m_text += ',';
    m_rowHasCells = true;
    if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
        m_text += cell;
        return;
    }
    m_text += '"';
    for (const char character : cell)
        m_text.append(character == '"' ? 2 : 1, character);
    m_text += '"';
}

void CsvWriter::addNumber(double number) {
    addCell(numberText(number));
}

void CsvWriter::addNumber(float number) {
    addCell(numberText(number));
}

void CsvWriter::endRow() {
    // One empty cell alone would be a blank line, which readers pass over.
    if (m_text.size() == m_rowStart)
        m_text += "\"\"";
    m_text += '\n';
    m_rowStart = m_text.size();
    m_rowHasCells = false;
}

}  // namespace latentscape
