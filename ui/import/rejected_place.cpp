#include "ui/import/rejected_place.h"

#include <algorithm>

#include "core/data/number_text.h"

namespace latentscape::ui {
namespace {

constexpr std::string_view kEllipsis = "…";

/// What an entry of a report quotes of a text; of a long one, the beginning.
class Quoted {
public:
    explicit Quoted(std::string_view text)
        : m_text(text.substr(0, text.size() - (text.ends_with(kEllipsis) ? kEllipsis.size() : 0))),
          m_goesOn(text.ends_with(kEllipsis)) {}

    bool isOf(std::string_view text) const {
        return m_goesOn ? trimmed(text).starts_with(m_text) : trimmed(text) == m_text;
    }
    std::string_view text() const { return m_text; }
    bool goesOn() const { return m_goesOn; }

private:
    std::string_view m_text;
    bool m_goesOn;
};

std::string_view cellText(const Dataset& texts, Index row, Index column) {
    const Column& cells = texts.column(column);
    if (cells.missing[std::size_t(row)])
        return {};
    return cells.categories[std::size_t(cells.values[std::size_t(row)])];
}

std::vector<std::string_view> split(std::string_view line, char delimiter) {
    std::vector<std::string_view> cells;
    for (std::size_t begin = 0; begin <= line.size();) {
        const std::size_t end = std::min(line.find(delimiter, begin), line.size());
        cells.push_back(line.substr(begin, end - begin));
        begin = end + 1;
    }
    return cells;
}

/// Whether the row holds the cells of this line, as far as it is quoted: what the line lacks is missing.
bool isLine(const Dataset& texts, Index row, const std::vector<std::string_view>& cells, bool goesOn) {
    const Index columns = Index(texts.columns().size());
    for (Index column = 0; column < columns; ++column) {
        const bool isQuoted = column < Index(cells.size());
        // The last cell that is quoted may go on.
        const bool isCut = goesOn && column >= Index(cells.size()) - 1;
        const std::string_view text = trimmed(cellText(texts, row, column));
        const std::string_view quoted = isQuoted ? trimmed(cells[std::size_t(column)]) : std::string_view();
        if (isCut ? !text.starts_with(quoted) : text != quoted)
            return false;
    }
    return true;
}

}  // namespace

std::optional<RejectedPlace> placeOf(const ImportReport& report, std::size_t at,
                                     const ImportPreview& preview) {
    if (!preview.texts || at >= report.rejected.size())
        return std::nullopt;
    const RejectedText& entry = report.rejected[at];
    const Quoted quoted(entry.text);
    std::optional<Index> column;
    if (!entry.column.empty()) {
        column = preview.texts->indexOf(entry.column);
        if (!column)
            return std::nullopt;
    }
    const std::vector<std::string_view> cells = split(quoted.text(), preview.dialect.delimiter);
    auto before = std::count_if(
        report.rejected.begin(), report.rejected.begin() + std::ptrdiff_t(at),
        [&](const RejectedText& other) { return other.column == entry.column && other.text == entry.text; });
    for (Index row = 0; row < preview.rows(); ++row) {
        const bool isHere = column ? quoted.isOf(cellText(*preview.texts, row, *column))
                                   : isLine(*preview.texts, row, cells, quoted.goesOn());
        if (isHere && before-- == 0)
            return RejectedPlace{.row = row, .column = column};
    }
    return std::nullopt;
}

}  // namespace latentscape::ui
