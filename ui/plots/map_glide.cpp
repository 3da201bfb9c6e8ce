#include "ui/plots/map_glide.h"

namespace latentscape::ui {
namespace {

constexpr int kGlideMilliseconds = 250;
/// More points cannot be drawn often enough to seem to move.
constexpr std::size_t kMostPoints = 200'000;

std::vector<float> between(const std::vector<float>& from, const std::vector<float>& to, double share) {
    std::vector<float> values(to.size());
    for (std::size_t i = 0; i < to.size(); ++i)
        values[i] = from[i] + float(share) * (to[i] - from[i]);
    return values;
}

}  // namespace

MapGlide::MapGlide(QObject* parent) : QObject(parent) {
    m_animation.setStartValue(0.0);
    m_animation.setEndValue(1.0);
    m_animation.setDuration(kGlideMilliseconds);
    m_animation.setEasingCurve(QEasingCurve::InOutCubic);
    connect(&m_animation, &QVariantAnimation::valueChanged, this, &MapGlide::moved);
    connect(&m_animation, &QVariantAnimation::finished, this, [this] {
        m_from = nullptr;
        emit moved();
    });
}

bool MapGlide::isPossible(const LatentPoints* from, const LatentPoints* to) {
    return from && to && from != to && from->rows && to->rows && to->count() <= kMostPoints &&
           from->count() == to->count() && (from->rows == to->rows || *from->rows == *to->rows);
}

void MapGlide::start(std::shared_ptr<const LatentPoints> from) {
    m_animation.stop();
    m_from = std::move(from);
    m_animation.start();
}

void MapGlide::stop() {
    m_animation.stop();
    m_from = nullptr;
}

MapContent inGlide(const LatentPoints& from, MapContent content, double share) {
    LatentPoints points = *content.points;
    points.x = between(from.x, content.points->x, share);
    points.y = between(from.y, content.points->y, share);
    content.points = std::make_shared<const LatentPoints>(std::move(points));
    divideBySelection(content);
    return content;
}

}  // namespace latentscape::ui
