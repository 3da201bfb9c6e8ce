#include "ui/plots/scatter_rasterizer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

namespace latentscape::ui {
namespace {

/// A disc of at most this radius, in device pixels, is one pixel.
constexpr double kSinglePixelRadius = 1.0;
/// Discs are prepared at this many positions within a pixel in each direction, so that points glide.
constexpr int kSubpixels = 4;
/// Points are drawn in this many passes over the table. A prime: tables often repeat with a rounder period.
constexpr std::size_t kPasses = 127;
/// Rows that are drawn one after the other: as many floats as a cache line holds.
constexpr std::size_t kRun = 16;

/// Every channel of `colour` times alpha / 255, rounded, two channels at a time.
inline std::uint32_t scaled(std::uint32_t colour, std::uint32_t alpha) {
    std::uint32_t redBlue = (colour & 0x00ff00ffu) * alpha;
    redBlue = ((redBlue + ((redBlue >> 8) & 0x00ff00ffu) + 0x00800080u) >> 8) & 0x00ff00ffu;
    std::uint32_t alphaGreen = ((colour >> 8) & 0x00ff00ffu) * alpha;
    alphaGreen = (alphaGreen + ((alphaGreen >> 8) & 0x00ff00ffu) + 0x00800080u) & 0xff00ff00u;
    return alphaGreen | redBlue;
}

/// An opaque colour laid over a premultiplied pixel with `alpha`.
inline void blend(QRgb& pixel, QRgb colour, std::uint32_t alpha) {
    pixel = scaled(colour, alpha) + scaled(pixel, 255 - alpha);
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
};

/// The picture's pixels, and how to lay a point on them.
class Canvas {
public:
    explicit Canvas(QImage& image)
        : m_pixels(reinterpret_cast<QRgb*>(image.bits())),
          m_stride(image.bytesPerLine() / std::ptrdiff_t(sizeof(QRgb))),
          m_width(image.width()),
          m_height(image.height()) {}

    int width() const { return m_width; }
    int height() const { return m_height; }

    void drawPixel(int x, int y, QRgb colour, std::uint32_t alpha) {
        if (x >= 0 && x < m_width && y >= 0 && y < m_height)
            blend(m_pixels[y * m_stride + x], colour, alpha);
    }

    /// (x, y) in device pixels.
    void drawDisc(const DiscStamps& stamps, double x, double y, QRgb colour) {
        const int column = int(std::floor(x));
        const int row = int(std::floor(y));
        const int position = int((y - row) * kSubpixels) * kSubpixels + int((x - column) * kSubpixels);
        const std::uint8_t* mask = stamps.masks[std::size_t(position)].data();
        const int left = column - stamps.reach;
        const int top = row - stamps.reach;
        const int first = std::max(0, -left);
        const int last = std::min(stamps.side, m_width - left);
        for (int line = std::max(0, -top); line < std::min(stamps.side, m_height - top); ++line) {
            QRgb* pixels = m_pixels + (top + line) * m_stride + left;
            const std::uint8_t* coverage = mask + line * stamps.side;
            for (int i = first; i < last; ++i) {
                if (coverage[i] != 0)
                    blend(pixels[i], colour, coverage[i]);
            }
        }
    }

private:
    QRgb* m_pixels;
    std::ptrdiff_t m_stride;
    int m_width;
    int m_height;
};

/// The first run of each pass: a fixed shuffle, without which runs a fixed distance apart in the table would
/// mostly be drawn in the same order.
std::array<std::uint8_t, kPasses> passOrder() {
    // The finaliser of MurmurHash3 (Appleby).
    const auto hash = [](std::uint32_t bits) {
        bits = (bits ^ (bits >> 16)) * 0x85ebca6bu;
        bits = (bits ^ (bits >> 13)) * 0xc2b2ae35u;
        return bits ^ (bits >> 16);
    };
    std::array<std::uint8_t, kPasses> order;
    std::iota(order.begin(), order.end(), std::uint8_t(0));
    std::ranges::sort(order, {}, [&](std::uint8_t first) { return hash(first + 1u); });
    return order;
}

/// Calls draw(x, y, i), in device pixels, for each point within `reach` of the picture. Each pass takes every
/// kPasses-th run of rows, by turns from the front and from the back of the table.
template <class Draw>
void forEachVisible(const PointSpan& points, const PlotTransform& transform, double ratio,
                    const Canvas& canvas, double reach, Draw draw) {
    const double xScale = transform.area.width() * ratio / transform.x.span();
    const double yScale = transform.area.height() * ratio / transform.y.span();
    const auto visit = [&](std::size_t i) {
        const double x = (double(points.x[std::ptrdiff_t(i) * points.stride]) - transform.x.min) * xScale;
        const double y = (transform.y.max - double(points.y[std::ptrdiff_t(i) * points.stride])) * yScale;
        // Written so that NaN fails.
        if (x > -reach && x < canvas.width() + reach && y > -reach && y < canvas.height() + reach)
            draw(x, y, i);
    };
    const std::size_t runs = (points.count + kRun - 1) / kRun;
    const std::array<std::uint8_t, kPasses> order = passOrder();
    for (std::size_t pass = 0; pass < kPasses; ++pass) {
        const std::size_t first = order[pass];
        if (first >= runs)
            continue;
        const std::size_t steps = (runs - first - 1) / kPasses;
        for (std::size_t step = 0; step <= steps; ++step) {
            const std::size_t run = first + kPasses * (pass % 2 == 0 ? step : steps - step);
            const std::size_t end = std::min(points.count, (run + 1) * kRun);
            for (std::size_t i = run * kRun; i < end; ++i)
                visit(i);
        }
    }
}

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

QImage rasterizeScatter(const PointSpan& points, std::span<const QRgb> colours,
                        const PlotTransform& transform, const PointStyle& style, double devicePixelRatio) {
    const QSize size(int(std::ceil(transform.area.width() * devicePixelRatio)),
                     int(std::ceil(transform.area.height() * devicePixelRatio)));
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    if (image.isNull())
        return image;
    image.setDevicePixelRatio(devicePixelRatio);
    image.fill(Qt::transparent);

    Canvas canvas(image);
    const double radius = style.radius * devicePixelRatio;
    if (radius <= kSinglePixelRadius) {
        const auto alpha = std::uint32_t(std::lround(255 * style.opacity));
        forEachVisible(
            points, transform, devicePixelRatio, canvas, 0,
            [&](double x, double y, std::size_t i) { canvas.drawPixel(int(x), int(y), colours[i], alpha); });
    } else {
        const DiscStamps stamps(radius, style.opacity);
        forEachVisible(points, transform, devicePixelRatio, canvas, stamps.reach,
                       [&](double x, double y, std::size_t i) { canvas.drawDisc(stamps, x, y, colours[i]); });
    }
    return image;
}

}  // namespace latentscape::ui
