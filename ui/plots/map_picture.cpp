#include "ui/plots/map_picture.h"

#include <QFontMetricsF>
#include <QPainter>

namespace latentscape::ui {
namespace {

constexpr double kCaptionHeight = 30;
constexpr double kMargin = 12;

}  // namespace

std::vector<QRgb> pointColours(const LatentPoints& points, const ColourScale& scale, const PlotTheme& theme) {
    std::vector<QRgb> colours(points.count(), theme.accent.rgb());
    for (std::size_t point = 0; point < colours.size(); ++point) {
        const auto row = std::size_t((*points.rows)[point]);
        if (row < scale.rows.size())
            colours[point] = scale.rows[row];
    }
    return colours;
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
                     look.scale.title);
    painter.drawImage(
        area.topLeft(),
        rasterizeScatter(points.span(), pointColours(points, look.scale, look.theme),
                         {.x = x, .y = y, .area = area}, adaptivePointStyle(points.count(), area.size()), 1));
    return picture;
}

}  // namespace latentscape::ui
