#include "core/data/numbered_name.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace latentscape {
namespace {

constexpr std::string_view kDigits = "0123456789";

/// What stays the same along a series.
std::string seriesOf(std::string_view name) {
    if (const std::optional<GridName> grid = splitGridName(name))
        return std::string(grid->stem) + "#" + std::string(grid->separator) + "#";
    if (const std::optional<NumberedName> numbered = splitNumberedName(name))
        return std::string(numbered->stem) + "#";
    return {};
}

}  // namespace

std::optional<NumberedName> splitNumberedName(std::string_view name) {
    const std::size_t stemEnd = name.find_last_not_of(kDigits) + 1;  // npos + 1 is 0: digits only
    const std::string_view digits = name.substr(stemEnd);
    NumberedName split{.stem = name.substr(0, stemEnd)};
    const std::from_chars_result read =
        std::from_chars(digits.data(), digits.data() + digits.size(), split.number);
    if (read.ec != std::errc())
        return std::nullopt;
    return split;
}

std::optional<GridName> splitGridName(std::string_view name) {
    const std::optional<NumberedName> column = splitNumberedName(name);
    if (!column)
        return std::nullopt;
    const std::size_t rowEnd = column->stem.find_last_of(kDigits) + 1;
    const std::optional<NumberedName> row = splitNumberedName(column->stem.substr(0, rowEnd));
    if (!row)
        return std::nullopt;
    return GridName{.stem = row->stem,
                    .row = row->number,
                    .separator = column->stem.substr(rowEnd),
                    .column = column->number};
}

std::vector<bool> inNumberedSeries(const std::vector<std::string>& names) {
    std::map<std::string, int> length;
    for (const std::string& name : names)
        ++length[seriesOf(name)];
    std::vector<bool> flags(names.size());
    std::transform(names.begin(), names.end(), flags.begin(), [&length](const std::string& name) {
        const std::string series = seriesOf(name);
        return !series.empty() && length[series] >= kMinSeries;
    });
    return flags;
}

}  // namespace latentscape
