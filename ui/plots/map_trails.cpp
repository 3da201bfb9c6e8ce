#include "ui/plots/map_trails.h"

#include <algorithm>

namespace latentscape::ui {
namespace {

constexpr std::size_t kMostTrails = 300;
/// Points that are asked whether they are to have a trail, where many could.
constexpr std::size_t kMostCandidates = 50'000;
constexpr std::size_t kLongestTrail = 8;
/// Places that are remembered of all points together: of ten million, two each.
constexpr std::size_t kMostPlaces = 4'000'000;

// Opacity of the oldest and of the newest stretch, and width in logical pixels.
constexpr double kOldest = 0.15;
constexpr double kNewest = 0.8;
constexpr double kWidth = 1.25;
/// From the plot area, in logical pixels.
constexpr double kFarthest = 20'000;

/// At most kMostTrails, evenly spread.
std::vector<std::size_t> thinned(const std::vector<std::size_t>& points) {
    if (points.size() <= kMostTrails)
        return points;
    std::vector<std::size_t> some;
    for (std::size_t i = 0; i < kMostTrails; ++i)
        some.push_back(points[i * points.size() / kMostTrails]);
    return some;
}

std::vector<std::size_t> pointsWithTrails(const MapContent& content, const HiddenCodes& hidden) {
    const LatentPoints& points = *content.points;
    const RowSet& selection = content.request.selection;
    std::vector<std::size_t> chosen;
    const auto offer = [&](std::size_t point) {
        if (!hidden[content.codes->empty() ? 0 : (*content.codes)[point]])
            chosen.push_back(point);
    };
    if (!selection.empty() && selection.count() <= Index(kMostCandidates)) {
        for (const Index row : selection.members())
            if (const std::optional<std::size_t> point = points.pointOfRow(row))
                offer(*point);
        return thinned(chosen);
    }
    const std::size_t step = std::max<std::size_t>(1, points.count() / kMostCandidates);
    for (std::size_t point = 0; point < points.count(); point += step)
        if (selection.empty() || selection.contains((*points.rows)[point]))
            offer(point);
    return thinned(chosen);
}

}  // namespace

void MapTrails::setOn(bool on) {
    if (on == m_on)
        return;
    m_on = on;
    m_past.clear();
    m_trails.clear();
    emit changed();
}

void MapTrails::remember(const MapContent& content) {
    const std::shared_ptr<const LatentPoints>& now = content.points;
    if (!m_past.empty() && m_past.back() == now)
        return;
    const bool continues = !m_past.empty() && now && now->rows && content.request.axes == m_axes &&
                           (now->rows == m_past.back()->rows || *now->rows == *m_past.back()->rows);
    if (!continues)
        m_past.clear();
    m_axes = content.request.axes;
    if (!now || now->count() == 0)
        return;
    m_past.push_back(now);
    const std::size_t longest = std::clamp<std::size_t>(kMostPlaces / now->count(), 2, kLongestTrail);
    while (m_past.size() > longest)
        m_past.pop_front();
}

void MapTrails::follow(const MapContent& content, const HiddenCodes& hidden) {
    if (!m_on)
        return;
    remember(content);
    m_trails.clear();
    if (m_past.size() > 1) {
        const ColourTable colours = content.colours();
        for (const std::size_t point : pointsWithTrails(content, hidden)) {
            Trail trail{.places = {},
                        .colour = colours[content.codes->empty() ? 0 : (*content.codes)[point]]};
            for (const std::shared_ptr<const LatentPoints>& then : m_past)
                trail.places.push_back(then->at(point));
            m_trails.push_back(std::move(trail));
        }
    }
    emit changed();
}

void MapTrails::paint(QPainter& painter, const PlotTransform& shown, const PlotTheme&) const {
    painter.setRenderHint(QPainter::Antialiasing);
    // Not a number, or too far away to be drawn to.
    const QRectF near = shown.area.adjusted(-kFarthest, -kFarthest, kFarthest, kFarthest);
    for (const Trail& trail : m_trails) {
        const std::size_t stretches = trail.places.size() - 1;
        for (std::size_t i = 0; i < stretches; ++i) {
            const QPointF from = shown.toPixel(trail.places[i]);
            const QPointF to = shown.toPixel(trail.places[i + 1]);
            if (!near.contains(from) || !near.contains(to))
                continue;
            QColor colour(trail.colour);
            colour.setAlphaF(float(kOldest + (kNewest - kOldest) * double(i + 1) / double(stretches)));
            painter.setPen(QPen(colour, kWidth, Qt::SolidLine, Qt::RoundCap));
            painter.drawLine(from, to);
        }
    }
}

}  // namespace latentscape::ui
