#include "ui/plots/map_selection.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace latentscape::ui {
namespace {

/// Logical pixels around the pointer in which a point counts as meant.
constexpr double kReach = 8;
/// Of the points under the pointer, those that are asked whether they are on show.
constexpr std::size_t kCandidates = 64;

}  // namespace

MapSelection::MapSelection(ScatterCanvas& canvas, ViewState& viewState, IsShown isShown, QObject* parent)
    : QObject(parent), m_canvas(canvas), m_viewState(viewState), m_isShown(std::move(isShown)) {
    connect(&canvas, &ScatterCanvas::clicked, this, &MapSelection::pick);
    connect(&canvas, &ScatterCanvas::clickedTwice, this, &MapSelection::unclear);
    connect(&canvas, &ScatterCanvas::areaMarked, this, &MapSelection::mark);
    connect(&canvas, &ScatterCanvas::areaMarkedFurther, this,
            [this](const MapArea& area) { m_viewState.selection().applyFurther(rowsWithin(area)); });
    connect(&canvas, &ScatterCanvas::selectionCommanded, this, &MapSelection::obey);
}

RowSet MapSelection::rowsWithin(const MapArea& area) const {
    RowSet rows(m_viewState.selection().rows().rows());
    if (!m_points)
        return rows;
    for (const std::size_t point : pointsWithin(m_points->span(), m_canvas.transform(), area))
        if (m_isShown(point))
            rows.insert((*m_points->rows)[point]);
    return rows;
}

void MapSelection::mark(const MapArea& area, SelectionMode mode) {
    Selection& selection = m_viewState.selection();
    const RowSet rows = rowsWithin(area);
    m_cleared.reset();
    // The brush does so where others click.
    if (rows.empty() && mode == SelectionMode::Replace)
        m_cleared = Cleared{selection.rows(), m_viewState.selectedRow()};
    selection.apply(rows, mode);
}

void MapSelection::pick(QPointF position, SelectionMode mode) {
    m_cleared.reset();
    if (!m_points)
        return;
    const PointsNear near = pointsNear(*m_points, m_canvas.transform(), position, kReach, kCandidates);
    const auto point = std::ranges::find_if(near.nearest, m_isShown);
    if (point != near.nearest.end())
        m_viewState.pickRow((*m_points->rows)[*point], mode);
    else if (mode == SelectionMode::Replace)
        clear();
}

void MapSelection::clear() {
    Selection& selection = m_viewState.selection();
    m_cleared = Cleared{selection.rows(), m_viewState.selectedRow()};
    m_viewState.setSelectedRow(std::nullopt);
    // As a gesture, so that a second click can go on with it.
    selection.apply(RowSet(selection.rows().rows()), SelectionMode::Replace);
}

void MapSelection::unclear() {
    const std::optional<Cleared> cleared = std::exchange(m_cleared, std::nullopt);
    if (!cleared || !m_viewState.selection().rows().empty())
        return;
    // Both halves together change nothing: their step is dropped.
    m_viewState.selection().applyFurther(cleared->rows);
    m_viewState.setSelectedRow(cleared->row);
}

void MapSelection::obey(SelectionCommand command) {
    Selection& selection = m_viewState.selection();
    switch (command) {
        case SelectionCommand::All:
            return selection.selectAll();
        case SelectionCommand::Nothing:
            return m_viewState.pickNothing();
        case SelectionCommand::Invert:
            return selection.invert();
        case SelectionCommand::Zoom:
            return zoomToSelection();
    }
}

void MapSelection::zoomToSelection() {
    const RowSet& rows = m_viewState.selection().rows();
    if (!m_points || rows.empty())
        return;
    std::optional<Range> x;
    std::optional<Range> y;
    const auto include = [](std::optional<Range>& range, double value) {
        range = range ? Range{std::min(range->min, value), std::max(range->max, value)} : Range{value, value};
    };
    for (std::size_t point = 0; point < m_points->count(); ++point) {
        const QPointF place = m_points->at(point);
        if (!rows.contains((*m_points->rows)[point]) || !std::isfinite(place.x()) ||
            !std::isfinite(place.y()))
            continue;
        include(x, place.x());
        include(y, place.y());
    }
    if (x)
        emit zoomWanted(padded(*x), padded(*y));
}

}  // namespace latentscape::ui
