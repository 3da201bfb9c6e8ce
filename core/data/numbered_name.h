#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latentscape {

/// A name that ends in a number: `px_12` is the stem `px_` and 12. The stem is a view into the name.
struct NumberedName {
    std::string_view stem;
    int number = 0;
};
std::optional<NumberedName> splitNumberedName(std::string_view name);

/// A name that ends in two numbers: `pixel_3_7` is the stem `pixel_`, row 3, separator `_`, column 7; `r3c7`
/// and `3x7` are read alike. Stem and separator are views into the name.
struct GridName {
    std::string_view stem;
    int row = 0;
    std::string_view separator;
    int column = 0;
};
std::optional<GridName> splitGridName(std::string_view name);

/// For each name whether it belongs to a series: at least `kMinSeries` names that differ in their last
/// numbers only.
std::vector<bool> inNumberedSeries(const std::vector<std::string>& names);
/// The smallest picture is 4 × 4.
inline constexpr int kMinSeries = 16;

}  // namespace latentscape
