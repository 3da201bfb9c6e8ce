#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "core/analysis/row_figures.h"
#include "core/data/dataset.h"
#include "ui/models/row_set.h"
#include "ui/plots/colour_scale.h"
#include "ui/plots/latent_points.h"

namespace latentscape::ui {

/// Which axes of the latent space a map shows: two dimensions, counted from 0, or the principal axes of the
/// means.
struct MapAxes {
    int x = 0;
    int y = 1;
    bool principal = false;

    bool operator==(const MapAxes&) const = default;
};

/// What a map is to show.
struct MapRequest {
    LatentSnapshotPtr snapshot;
    MapAxes axes;
    DatasetPtr dataset;
    std::optional<Index> colourColumn;
    std::optional<RowFigure> colourFigure;
    std::shared_ptr<const RowFigures> figures;
    PlotTheme theme;
    RowSet selection;
    /// If their colours are those of the rows.
    std::shared_ptr<const std::vector<Group>> groups = nullptr;
    /// Whether the map of another run is turned to lie over the one that was shown before it. A run's own
    /// axes are as asked for as long as no other was shown: they mean something, and training moves points,
    /// but does not turn a map at once. Which way a new run puts what, though, is chance (the prior is the
    /// same in all directions, and so is its likelihood): there, to find the rows again is worth more than
    /// plain axes. Likewise principal axes, which have no direction, and change places where they are about
    /// as long: these are laid over the snapshot before.
    bool keepsOrientation = true;
};

/// Some points once more, to be drawn over all.
struct PointSubset {
    std::vector<float> x;
    std::vector<float> y;
    std::vector<std::uint8_t> codes;

    PointSpan span() const { return {x.data(), y.data(), x.size()}; }
};

/// What a map shows, all of the same moment. Immutable and shared between threads.
struct MapContent {
    /// What it was made from.
    MapRequest request;
    MapPlane plane = MapPlane::ofDimensions(2, 0, 1);
    /// Null without a snapshot.
    std::shared_ptr<const LatentPoints> points;
    /// The table that they are rows of.
    DatasetPtr table;
    /// What was shown last of another run, with the same axes; null if there was none.
    std::shared_ptr<const LatentPoints> otherRun;
    /// Without codes, all rows look alike.
    std::shared_ptr<const ColourScale> scale = std::make_shared<const ColourScale>();
    /// One a point; empty if all look alike.
    std::shared_ptr<const std::vector<std::uint8_t>> codes =
        std::make_shared<const std::vector<std::uint8_t>>();
    std::shared_ptr<const PointSubset> selected = std::make_shared<const PointSubset>();
    /// The codes of all points but the selected ones, which have kUnusedCode; empty if none is selected.
    std::shared_ptr<const std::vector<std::uint8_t>> unselected =
        std::make_shared<const std::vector<std::uint8_t>>();
    /// Selected rows of the table, by code.
    std::array<Index, 256> selectedRows{};

    /// The colour of a point, were it not hidden.
    QRgb colourOf(std::size_t point) const { return colours()[codes->empty() ? 0 : (*codes)[point]]; }
    ColourTable colours() const;
};

/// What `request` asks for. Parts that it has in common with the content before are taken over from there.
MapContent mapContent(MapRequest request, const MapContent& before);

/// Divides the points into those that are selected and all others.
void divideBySelection(MapContent& content);

/// Rough count of the values to go through for it: of a hundred thousand, a thread need not be troubled.
std::size_t effortOf(const MapRequest& request, const MapContent& before);

/// One a point; empty if the scale has none.
std::vector<std::uint8_t> pointCodes(const LatentPoints& points, const ColourScale& scale);

/// The colour for each code; the accent colour for all if the scale has no codes.
ColourTable pointColours(const ColourScale& scale, const PlotTheme& theme);

}  // namespace latentscape::ui
