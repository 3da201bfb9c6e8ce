#pragma once

#include <optional>

#include "ui/import/import_preview.h"

namespace latentscape::ui {

/// Where a rejected line or cell is among the rows of a preview.
struct RejectedPlace {
    Index row = 0;
    /// Nothing for a whole line.
    std::optional<Index> column;
};

/// The place of entry `at` of a report: the n-th entry of its text and column is the n-th such cell. Nothing
/// where it lies beyond the rows shown, or its line was left out.
std::optional<RejectedPlace> placeOf(const ImportReport& report, std::size_t at,
                                     const ImportPreview& preview);

}  // namespace latentscape::ui
