#pragma once

#include <span>
#include <string>
#include <string_view>

namespace latentscape {

/// Builds the text of a CSV file row by row: commas, quotes where a cell needs them (RFC 4180), line feeds, a
/// point in every number whatever the locale.
class CsvWriter {
public:
    explicit CsvWriter(std::span<const std::string> header);

    void addCell(std::string_view cell);
    /// The shortest text that reads back as the same number; an empty cell if it is none (NaN).
    void addNumber(double number);
    void addNumber(float number);
    void endRow();

    const std::string& text() const { return m_text; }

private:
    std::string m_text;
    std::size_t m_rowStart = 0;
    bool m_rowHasCells = false;
};

}  // namespace latentscape
