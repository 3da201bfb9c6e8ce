#include "ui/plots/scatter_rasterizer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/support/parallel.h"

namespace latentscape::ui {
namespace {

/// A disc of at most this radius, in device pixels, is one pixel.
constexpr double kSinglePixelRadius = 1.0;
/// Discs are prepared at this many positions within a pixel in each direction, so that points glide.
constexpr int kSubpixels = 4;

/// Every channel of `colour` times alpha / 255, rounded, two channels at a time.
inline std::uint32_t scaled(std::uint32_t colour, std::uint32_t alpha) {
    std::uint32_t redBlue = (colour & 0x00ff00ffu) * alpha;
    redBlue = ((redBlue + ((redBlue >> 8) & 0x00ff00ffu) + 0x00800080u) >> 8) & 0x00ff00ffu;
    std::uint32_t alphaGreen = ((colour >> 8) & 0x00ff00ffu) * alpha;
    alphaGreen = (alphaGreen + ((alphaGreen >> 8) & 0x00ff00ffu) + 0x00800080u) & 0xff00ff00u;
    return alphaGreen | redBlue;
}

/// The coverage of a disc, anti-aliased, at each position within a pixel.
struct DiscStamps {
    /// Pixels from the one with the centre to the stamp's edge.
    int reach;
    int side;
    std::array<std::vector<std::uint8_t>, kSubpixels * kSubpixels> masks;

    DiscStamps(double radius, double opacity) : reach(int(std::ceil(radius + 0.5))), side(2 * reach + 1) {
        for (int position = 0; position < kSubpixels * kSubpixels; ++position) {
            const double centreX = reach + (position % kSubpixels + 0.5) / kSubpixels;
            const double centreY = reach + (position / kSubpixels + 0.5) / kSubpixels;
            std::vector<std::uint8_t>& mask = masks[std::size_t(position)];
            mask.reserve(std::size_t(side * side));
            for (int y = 0; y < side; ++y) {
                for (int x = 0; x < side; ++x) {
                    const double distance = std::hypot(x + 0.5 - centreX, y + 0.5 - centreY);
                    mask.push_back(std::uint8_t(
                        std::lround(255 * opacity * std::clamp(radius + 0.5 - distance, 0.0, 1.0))));
                }
            }
        }
    }

    const std::uint8_t* maskAt(float xWithin, float yWithin) const {
        const int position = int(yWithin * kSubpixels) * kSubpixels + int(xWithin * kSubpixels);
        return masks[std::size_t(std::min(position, kSubpixels * kSubpixels - 1))].data();
    }
};

/// Draws on some of a picture's lines.
class Canvas {
public:
    Canvas(QRgb* pixels, std::ptrdiff_t stride, const PixelBox& box)
        : m_pixels(pixels), m_stride(stride), m_box(box) {}

    void drawPixels(const PointGroup& group, const PixelMap& map) {
        const auto alpha = std::uint32_t(std::lround(255 * group.style.opacity));
        ColourTable over;
        std::ranges::transform(group.colours, over.begin(),
                               [&](QRgb colour) { return qAlpha(colour) == 0 ? 0 : scaled(colour, alpha); });
        const std::uint32_t left = 255 - alpha;
        forEachVisible(group.points, map, m_box, [&](const VisiblePoint& at) {
            const QRgb colour = over[group.codes.empty() ? 0 : group.codes[at.point]];
            if (colour == 0)
                return;
            QRgb& pixel = m_pixels[int(at.y) * m_stride + int(at.x)];
            pixel = colour + scaled(pixel, left);
        });
    }

    void drawDiscs(const PointGroup& group, const PixelMap& map, const DiscStamps& stamps) {
        const int reach = stamps.reach;
        const PixelBox near{m_box.left - reach, m_box.top - reach, m_box.right + reach, m_box.bottom + reach};
        forEachVisible(group.points, map, near, [&](const VisiblePoint& at) {
            const QRgb colour = group.colourOf(at.point);
            if (qAlpha(colour) != 0)
                drawDisc(stamps, at, colour);
        });
    }

private:
    void drawDisc(const DiscStamps& stamps, const VisiblePoint& at, QRgb colour) {
        const float column = std::floor(at.x);
        const float line = std::floor(at.y);
        const std::uint8_t* const mask = stamps.maskAt(at.x - column, at.y - line);
        const int left = int(column) - stamps.reach;
        const int top = int(line) - stamps.reach;
        const int first = std::max(m_box.left - left, 0);
        const int last = std::min(stamps.side, m_box.right - left);
        const int bottom = std::min(stamps.side, m_box.bottom - top);
        for (int y = std::max(m_box.top - top, 0); y < bottom; ++y) {
            QRgb* const pixels = m_pixels + (top + y) * m_stride + left;
            const std::uint8_t* const coverage = mask + y * stamps.side;
            for (int x = first; x < last; ++x)
                pixels[x] = scaled(colour, coverage[x]) + scaled(pixels[x], 255u - coverage[x]);
        }
    }

    QRgb* m_pixels;
    std::ptrdiff_t m_stride;
    PixelBox m_box;
};

double spacing(std::size_t count, QSizeF plotArea) {
    return std::sqrt(plotArea.width() * plotArea.height() / double(std::max<std::size_t>(count, 1)));
}

}  // namespace

double adaptivePointRadius(std::size_t count, QSizeF plotArea) {
    return std::clamp(0.28 * spacing(count, plotArea), 0.5, 4.0);
}

double adaptivePointOpacity(std::size_t count, QSizeF plotArea) {
    return std::clamp(0.35 + 0.06 * spacing(count, plotArea), 0.4, 0.85);
}

PointStyle adaptivePointStyle(std::size_t count, QSizeF plotArea) {
    return {adaptivePointRadius(count, plotArea), adaptivePointOpacity(count, plotArea)};
}

QImage rasterizeScatter(std::span<const PointGroup> groups, const PlotTransform& transform,
                        double devicePixelRatio, int threads) {
    const QSize size(int(std::ceil(transform.area.width() * devicePixelRatio)),
                     int(std::ceil(transform.area.height() * devicePixelRatio)));
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    if (image.isNull())
        return image;
    image.setDevicePixelRatio(devicePixelRatio);
    image.fill(Qt::transparent);

    // Before the threads ask for it: to hand out its pixels, the image must be the only one that has them.
    auto* const pixels = reinterpret_cast<QRgb*>(image.bits());
    const std::ptrdiff_t stride = image.bytesPerLine() / std::ptrdiff_t(sizeof(QRgb));
    const PixelBox all{0, 0, size.width(), size.height()};
    const PixelMap map(transform, devicePixelRatio);
    for (const PointGroup& group : groups) {
        const double radius = group.style.radius * devicePixelRatio;
        const bool single = radius <= kSinglePixelRadius;
        const DiscStamps stamps(single ? 0 : radius, group.style.opacity);
        const std::vector<PixelBox> bands = bandsOf(all, group.points, map, threads);
        WorkerTeam(int(bands.size())).forEach(int(bands.size()), [&](int band) {
            Canvas canvas(pixels, stride, bands[std::size_t(band)]);
            if (single)
                canvas.drawPixels(group, map);
            else
                canvas.drawDiscs(group, map, stamps);
        });
    }
    return image;
}

}  // namespace latentscape::ui
