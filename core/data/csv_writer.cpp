#include "core/data/csv_writer.h"

#include <cmath>

#include "core/support/number_text.h"

namespace latentscape {

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
    addCell(std::isnan(number) ? std::string() : shortestText(number));
}

void CsvWriter::addNumber(float number) {
    addCell(std::isnan(number) ? std::string() : shortestText(number));
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
