#include "core/data/image_layout.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include "core/data/numbered_name.h"

namespace latentscape {
namespace {

// Pixels use the whole range from black to white; measurements that happen to share a unit seldom do.
constexpr double kBrightShare = 0.25;
constexpr double kBright = 0.8;

/// Row-major order from row and column 0 or 1: `pixel_0_0`, `pixel_0_1` … `pixel_7_7`.
std::optional<ImageLayout> gridLayout(const std::vector<std::string_view>& names) {
    const std::optional<GridName> first = splitGridName(names.front());
    const std::optional<GridName> last = splitGridName(names.back());
    if (!first || !last || first->row > 1 || first->row != first->column)
        return std::nullopt;
    const ImageLayout layout{.width = last->column - first->column + 1, .height = last->row - first->row + 1};
    if (layout.width < 2 || layout.height < 2 || Index(layout.width) * layout.height != Index(names.size()))
        return std::nullopt;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::optional<GridName> name = splitGridName(names[i]);
        const bool inPlace = name && name->stem == first->stem && name->separator == first->separator &&
                             name->row - first->row == int(i) / layout.width &&
                             name->column - first->column == int(i) % layout.width;
        if (!inPlace)
            return std::nullopt;
    }
    return layout;
}

/// A square picture, counted pixel by pixel: `px0`, `px1` … `px783`.
std::optional<ImageLayout> countedLayout(const std::vector<std::string_view>& names) {
    const int side = int(std::lround(std::sqrt(double(names.size()))));
    const std::optional<NumberedName> first = splitNumberedName(names.front());
    if (!first || std::size_t(side) * std::size_t(side) != names.size())
        return std::nullopt;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::optional<NumberedName> name = splitNumberedName(names[i]);
        if (!name || name->stem != first->stem || name->number - first->number != int(i))
            return std::nullopt;
    }
    return ImageLayout{.width = side, .height = side};
}

bool shareOneRangeFromZero(const Dataset& dataset, const std::vector<Index>& columns) {
    std::vector<double> highest;
    double lowest = std::numeric_limits<double>::infinity();
    for (const Index index : columns) {
        const Column& column = dataset.column(index);
        if (column.type != ColumnType::Number)
            return false;
        double high = 0;
        for (std::size_t row = 0; row < column.values.size(); ++row) {
            if (column.missing[row])
                continue;
            lowest = std::min(lowest, column.values[row]);
            high = std::max(high, column.values[row]);
        }
        highest.push_back(high);
    }
    const double white = *std::max_element(highest.begin(), highest.end());
    const auto bright = std::count_if(highest.begin(), highest.end(),
                                      [white](double high) { return high >= kBright * white; });
    return lowest == 0 && white > 0 && double(bright) >= kBrightShare * double(columns.size());
}

}  // namespace

std::optional<ImageLayout> detectImage(const Dataset& dataset, const std::vector<Index>& columns) {
    if (columns.size() < std::size_t(kMinSeries))
        return std::nullopt;
    std::vector<std::string_view> names;
    for (const Index index : columns)
        names.push_back(dataset.column(index).name);
    std::optional<ImageLayout> layout = gridLayout(names);
    if (!layout)
        layout = countedLayout(names);
    // Names are quick to read; values of a long table are not.
    return layout && shareOneRangeFromZero(dataset, columns) ? layout : std::nullopt;
}

ImageLayout guessedImage(Index columns) {
    const Index pixels = std::max<Index>(columns, 1);
    constexpr int kMostElongated = 3;
    for (int height = int(std::sqrt(double(pixels))); height >= 1; --height) {
        const Index width = pixels / height;
        if (width > kMostElongated * height || width > kLargestSide)
            break;
        if (width * height == pixels)
            return {.width = int(width), .height = height};
    }
    const int side = int(std::ceil(std::sqrt(double(pixels))));
    return {.width = std::min(side, kLargestSide), .height = std::min(side, kLargestSide)};
}

}  // namespace latentscape
