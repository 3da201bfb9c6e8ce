#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/data/sampler.h"

namespace latentscape {

/// A colour of the map and what it stands for.
struct MapClass {
    std::string name;
    /// Of the report's style: `class-0`, `number-3`, `other`, `none`.
    std::string className;
    Index rows = 0;
};

/// Which colour each row of a map has.
struct MapColours {
    /// Name of the column that colours; empty if none does.
    std::string column;
    std::vector<MapClass> classes;
    /// Place in `classes`, one a row.
    std::vector<std::size_t> classOf;
};

/// Colours beyond which classes share one, and steps from the smallest number to the largest.
inline constexpr std::size_t kMapClasses = 10;
inline constexpr std::size_t kMapSteps = 9;

/// The most frequent categories of the column, or values where it has no more than a label may have; else
/// equal steps between its smallest and largest number among `rows`.
MapColours mapColours(const Dataset& dataset, std::optional<Index> column, const RowList& rows);

/// Points (2 × rows) as an inline SVG drawing, one unit as long on both axes.
std::string svgMap(const Matrix& points, const MapColours& colours, const std::string& xTitle,
                   const std::string& yTitle, const std::string& description);

}  // namespace latentscape
