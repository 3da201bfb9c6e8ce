#include "ui/shell/map_settings.h"

#include <algorithm>

namespace latentscape::ui {
namespace {

const QString kDrawing = QStringLiteral("drawing");
const QString kRadius = QStringLiteral("radius");
const QString kOpacity = QStringLiteral("opacity");
const QString kMarginals = QStringLiteral("histograms");
const QString kTrails = QStringLiteral("trails");
const QString kKeepsOrientation = QStringLiteral("keeps-orientation");
const QString kPrincipal = QStringLiteral("principal-axes");

constexpr double kLargestRadius = 8;

/// Nothing unless it is a number from above 0 to `most`.
std::optional<double> numberIn(const QVariantMap& look, const QString& key, double most) {
    const double value = look.value(key, 0.0).toDouble();
    return value > 0 && value <= most ? std::optional(value) : std::nullopt;
}

MapStyle styleIn(const QVariantMap& look) {
    const MapStyle usual;
    return {.drawing = MapDrawing(std::clamp(look.value(kDrawing, int(usual.drawing)).toInt(),
                                             int(MapDrawing::Automatic), int(MapDrawing::Density))),
            .radius = numberIn(look, kRadius, kLargestRadius),
            .opacity = numberIn(look, kOpacity, 1),
            .marginals = look.value(kMarginals, usual.marginals).toBool(),
            .trails = look.value(kTrails, usual.trails).toBool(),
            .keepsOrientation = look.value(kKeepsOrientation, usual.keepsOrientation).toBool()};
}

QVariantMap lookOf(const LatentScatterView& map) {
    const MapStyle& style = map.mapStyle();
    return {{kDrawing, int(style.drawing)},
            {kRadius, style.radius.value_or(0)},
            {kOpacity, style.opacity.value_or(0)},
            {kMarginals, style.marginals},
            {kTrails, style.trails},
            {kKeepsOrientation, style.keepsOrientation},
            {kPrincipal, map.axes().principal}};
}

}  // namespace

void rememberLook(LatentScatterView& map, Settings& settings, const QString& name) {
    const QVariantMap look = settings.mapLook(name);
    map.setMapStyle(styleIn(look));
    map.setAxes({.principal = look.value(kPrincipal, false).toBool()});
    QObject::connect(&map, &LatentScatterView::lookChosen, &map,
                     [&map, &settings, name] { settings.setMapLook(name, lookOf(map)); });
}

}  // namespace latentscape::ui
