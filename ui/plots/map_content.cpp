#include "ui/plots/map_content.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/plots/map_turn.h"

namespace latentscape::ui {
namespace {

/// Principal axes are those of at most so many rows, evenly spread over the table.
constexpr Index kRowsForAxes = 20'000;

bool sameSnapshot(const MapRequest& request, const MapContent& before) {
    return request.snapshot == before.request.snapshot && request.axes == before.request.axes &&
           request.keepsOrientation == before.request.keepsOrientation;
}

bool sameScale(const MapRequest& request, const MapContent& before) {
    const MapRequest& last = before.request;
    return request.dataset == last.dataset && request.colourColumn == last.colourColumn &&
           request.colourFigure == last.colourFigure && request.theme == last.theme &&
           request.groups == last.groups && (!request.colourFigure || request.figures == last.figures);
}

MapPlane planeOf(const LatentSnapshot& snapshot, const MapAxes& axes) {
    const Index latent = snapshot.means.rows();
    const Index rows = snapshot.means.cols();
    if (!axes.principal || latent < 2 || rows == 0)
        return MapPlane::ofDimensions(latent, axes.x, axes.y);
    if (rows <= kRowsForAxes)
        return {principalPlane(snapshot.means)};
    Matrix sample(latent, kRowsForAxes);
    for (Index i = 0; i < kRowsForAxes; ++i)
        sample.col(i) = snapshot.means.col(i * rows / kRowsForAxes);
    return {principalPlane(sample)};
}

QString figureTitle(RowFigure figure) {
    switch (figure) {
        case RowFigure::ReconstructionError:
            return QCoreApplication::translate("MapContent", "error, nats");
        case RowFigure::Kl:
            return QCoreApplication::translate("MapContent", "KL, nats");
        case RowFigure::AnomalyScore:
            return QCoreApplication::translate("MapContent", "anomaly, nats");
    }
    return {};
}

ColourScale scaleOf(const MapRequest& request) {
    if (!request.dataset)
        return {};
    if (request.groups)
        return makeGroupScale(*request.groups, request.dataset->rows(), request.theme);
    if (request.colourColumn)
        return makeColourScale(request.dataset->column(*request.colourColumn), request.theme);
    if (!request.colourFigure || !request.figures)
        return {};
    return makeNumberScale(figureTitle(*request.colourFigure), request.figures->of(*request.colourFigure),
                           request.figures->rows, request.dataset->rows(), request.theme);
}

std::shared_ptr<const LatentPoints> otherRunOf(const MapRequest& request, const MapContent& before) {
    if (before.table != request.dataset || before.request.axes != request.axes)
        return nullptr;
    const LatentSnapshotPtr& last = before.request.snapshot;
    const bool goesOn = !last || (request.snapshot && request.snapshot->run == last->run);
    return goesOn ? before.otherRun : before.points;
}

/// Puts plane and points of the request's snapshot into the content.
void place(MapContent& content, const MapContent& before) {
    const MapRequest& request = content.request;
    const LatentSnapshotPtr& snapshot = request.snapshot;
    content.otherRun = otherRunOf(request, before);
    content.table = request.dataset;
    content.plane = snapshot ? planeOf(*snapshot, request.axes)
                             : MapPlane::ofDimensions(2, request.axes.x, request.axes.y);
    content.points =
        snapshot ? std::make_shared<const LatentPoints>(projectLatents(*snapshot, content.plane)) : nullptr;
    if (!snapshot || !request.keepsOrientation || snapshot->means.rows() < 2)
        return;
    const LatentSnapshotPtr& last = before.request.snapshot;
    const bool sameRun = last && last->run == snapshot->run && before.request.axes == request.axes;
    const bool followsItself = sameRun && request.axes.principal && before.table == request.dataset;
    const std::shared_ptr<const LatentPoints>& reference =
        content.otherRun || !followsItself ? content.otherRun : before.points;
    if (!reference)
        return;
    const Eigen::Matrix2d turn =
        turnOver(*content.points, *reference, sameRun ? before.plane.turn : Eigen::Matrix2d::Identity());
    if (turn.isIdentity())
        return;
    content.plane = content.plane.turned(turn);
    content.points = std::make_shared<const LatentPoints>(projectLatents(*snapshot, content.plane));
}

std::array<Index, 256> selectedByCode(const MapContent& content) {
    std::array<Index, 256> counts{};
    const RowSet& selection = content.request.selection;
    if (selection.empty())
        return counts;
    const std::vector<std::uint8_t>& codes = content.scale->codes;
    for (std::size_t row = 0; row < codes.size(); ++row)
        counts[codes[row]] += selection.contains(Index(row));
    return counts;
}

}  // namespace

void divideBySelection(MapContent& content) {
    PointSubset subset;
    std::vector<std::uint8_t> others;
    const RowSet& selection = content.request.selection;
    const bool some = !selection.empty() && content.points;
    if (some) {
        others = *content.codes;
        others.resize(content.points->count());
    }
    for (std::size_t point = 0; point < others.size(); ++point) {
        if (!selection.contains((*content.points->rows)[point]))
            continue;
        subset.x.push_back(content.points->x[point]);
        subset.y.push_back(content.points->y[point]);
        subset.codes.push_back(others[point]);
        others[point] = kUnusedCode;
    }
    content.selected = std::make_shared<const PointSubset>(std::move(subset));
    content.unselected = std::make_shared<const std::vector<std::uint8_t>>(std::move(others));
}

ColourTable MapContent::colours() const {
    return pointColours(*scale, request.theme);
}

std::vector<std::uint8_t> pointCodes(const LatentPoints& points, const ColourScale& scale) {
    std::vector<std::uint8_t> codes;
    if (scale.codes.empty())
        return codes;
    codes.resize(points.count(), kMissingCode);
    for (std::size_t point = 0; point < codes.size(); ++point) {
        const auto row = std::size_t((*points.rows)[point]);
        if (row < scale.codes.size())
            codes[point] = scale.codes[row];
    }
    return codes;
}

ColourTable pointColours(const ColourScale& scale, const PlotTheme& theme) {
    if (!scale.codes.empty())
        return scale.colours;
    ColourTable colours;
    colours.fill(theme.accent.rgb());
    return colours;
}

std::size_t effortOf(const MapRequest& request, const MapContent& before) {
    std::size_t effort = 0;
    const LatentSnapshotPtr& snapshot = request.snapshot;
    const std::size_t points = snapshot && snapshot->rows ? snapshot->rows->size() : 0;
    if (!sameSnapshot(request, before))
        effort +=
            request.axes.principal ? std::size_t(snapshot ? snapshot->means.size() : 0) + points : points;
    if (!sameScale(request, before))
        effort += request.dataset ? std::size_t(request.dataset->rows()) : 0;
    return effort + points + std::size_t(request.selection.rows());
}

MapContent mapContent(MapRequest request, const MapContent& before) {
    const bool points = sameSnapshot(request, before);
    const bool scale = sameScale(request, before);
    const bool selection = request.selection == before.request.selection;
    MapContent content = before;
    content.request = std::move(request);
    if (!points)
        place(content, before);
    if (!scale)
        content.scale = std::make_shared<const ColourScale>(scaleOf(content.request));
    if (!points || !scale)
        content.codes = std::make_shared<const std::vector<std::uint8_t>>(
            content.points ? pointCodes(*content.points, *content.scale) : std::vector<std::uint8_t>());
    if (!scale || !selection)
        content.selectedRows = selectedByCode(content);
    if (!points || !scale || !selection)
        divideBySelection(content);
    return content;
}

}  // namespace latentscape::ui
