#include "ui/plots/map_picture.h"

#include <QFontMetricsF>
#include <QPainter>

#include "core/support/parallel.h"
#include "ui/plots/density_rasterizer.h"

namespace latentscape::ui {
namespace {

constexpr double kCaptionHeight = 30;
constexpr double kMargin = 12;
/// With more points a logical pixel, single ones can no longer be told apart.
constexpr double kMostPointsAPixel = 2;
/// What is selected shall be seen, however many points there are.
constexpr double kSelectedOpacity = 0.9;

ColourTable shownColours(ColourTable colours, const HiddenCodes& hidden) {
    for (std::size_t code = 0; code < colours.size(); ++code) {
        if (hidden[code])
            colours[code] = 0;
    }
    return colours;
}

/// All in the same colour, but for those that are left out and those that are drawn on top.
ColourTable muted(ColourTable colours, QRgb colour) {
    for (QRgb& one : colours)
        one = qAlpha(one) == 0 ? 0 : colour;
    colours[kUnusedCode] = 0;
    return colours;
}

ColourTable densityRamp(const PlotTheme& theme) {
    ColourTable ramp;
    for (std::size_t i = 0; i < ramp.size(); ++i)
        ramp[i] = numberColour(double(i) / double(ramp.size() - 1), theme.dark).rgb();
    return ramp;
}

}  // namespace

MapPicture drawPoints(const MapContent& content, const HiddenCodes& hidden, const MapStyle& style,
                      const PlotTransform& transform, double devicePixelRatio, int threads) {
    const LatentPoints& points = *content.points;
    const PlotTheme& theme = content.request.theme;
    MapPicture picture{.image = {}, .transform = transform, .content = content, .style = {}, .marginals = {}};
    picture.visible = visibleCount(points.span(), *content.codes, hidden, transform);
    const QSizeF size = transform.area.size();
    picture.density = style.drawing == MapDrawing::Density ||
                      (style.drawing == MapDrawing::Automatic &&
                       double(picture.visible) > kMostPointsAPixel * size.width() * size.height());
    picture.style = adaptivePointStyle(picture.visible, size);
    picture.style.radius = style.radius.value_or(picture.style.radius);
    picture.style.opacity = style.opacity.value_or(picture.style.opacity);

    const PointSubset& selected = *content.selected;
    const ColourTable colours = shownColours(content.colours(), hidden);
    const bool someSelected = !content.request.selection.empty();
    const PointGroup all{.points = points.span(),
                         .codes = someSelected ? *content.unselected : *content.codes,
                         .colours = someSelected ? muted(colours, unselectedColour(theme).rgb()) : colours,
                         .style = picture.style};
    const PointGroup onTop{
        .points = selected.span(),
        .codes = selected.codes,
        .colours = colours,
        .style = {picture.style.radius, std::max(picture.style.opacity, kSelectedOpacity)}};
    if (picture.density) {
        picture.image = rasterizeDensity(all, densityRamp(theme), transform, devicePixelRatio, threads);
        const QImage top = rasterizeScatter({&onTop, 1}, transform, devicePixelRatio, threads);
        if (someSelected && !top.isNull())
            QPainter(&picture.image).drawImage(0, 0, top);
    } else {
        const std::array groups{all, onTop};
        picture.image = rasterizeScatter(groups, transform, devicePixelRatio, threads);
    }
    if (style.marginals)
        picture.marginals = marginalsOf(points.span(), *content.codes, hidden, transform);
    return picture;
}

QImage drawMap(const LatentPoints& points, const MapLook& look, const Range& x, const Range& y,
               const QString& caption, QSize size) {
    QImage picture(size, QImage::Format_RGB32);
    picture.fill(look.theme.background);
    const QRectF area(kMargin, kCaptionHeight, size.width() - 2 * kMargin,
                      size.height() - kCaptionHeight - kMargin);
    QPainter painter(&picture);
    painter.fillRect(area, look.theme.surface);
    painter.setPen(look.theme.text);
    painter.drawText(QRectF(kMargin, 0, area.width(), kCaptionHeight), Qt::AlignVCenter | Qt::AlignLeft,
                     caption);
    painter.setPen(look.theme.mutedText);
    painter.drawText(QRectF(kMargin, 0, area.width(), kCaptionHeight), Qt::AlignVCenter | Qt::AlignRight,
                     look.scale->title);
    const std::vector<std::uint8_t> codes = pointCodes(points, *look.scale);
    const PointGroup group{.points = points.span(),
                           .codes = codes,
                           .colours = pointColours(*look.scale, look.theme),
                           .style = adaptivePointStyle(points.count(), area.size())};
    painter.drawImage(area.topLeft(),
                      rasterizeScatter({&group, 1}, {.x = x, .y = y, .area = area}, 1, availableCores()));
    return picture;
}

}  // namespace latentscape::ui
