#include "ui/plots/density_rasterizer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/support/parallel.h"

namespace latentscape::ui {
namespace {

/// Logical pixels: finer than a person sees a smooth density.
constexpr double kCell = 2;
/// Standard deviation of the Gaussian, in cells.
constexpr double kNarrowest = 0.8;
constexpr double kWidest = 10;
/// So many points within the Gaussian, were they spread evenly, make a density rather than single points.
constexpr double kPointsInKernel = 25;
/// Where the Gaussian ends, in standard deviations.
constexpr double kReach = 3;
/// Below 1, so that the rim of a cloud is seen.
constexpr double kAlphaPower = 0.7;

/// Sums of the points in a cell: red, green, blue, number.
constexpr int kChannels = 4;
using Sums = std::array<float, kChannels>;

/// The cells of the plot area and a margin of those from which the Gaussian reaches in.
struct Cells {
    int width;
    int height;
    std::vector<float> sums;

    Cells(int columns, int lines)
        : width(columns), height(lines), sums(std::size_t(columns) * std::size_t(lines) * kChannels) {}
    float* line(int y) { return sums.data() + std::ptrdiff_t(y) * width * kChannels; }
    const float* line(int y) const { return sums.data() + std::ptrdiff_t(y) * width * kChannels; }
};

std::vector<float> gaussian(double deviation) {
    const int reach = int(std::ceil(kReach * deviation));
    std::vector<float> kernel;
    double sum = 0;
    for (int i = -reach; i <= reach; ++i) {
        kernel.push_back(float(std::exp(-0.5 * i * i / (deviation * deviation))));
        sum += double(kernel.back());
    }
    for (float& weight : kernel)
        weight = float(double(weight) / sum);
    return kernel;
}

void addScaled(float* to, const float* from, float weight, int count) {
    for (int i = 0; i < count; ++i)
        to[i] += weight * from[i];
}

/// Takes the margin off: `cells` gets smaller by the kernel's reach on each side.
Cells smoothed(const Cells& cells, const std::vector<float>& kernel, WorkerTeam& team) {
    const int margin = int(kernel.size()) - 1;
    Cells alongLines(cells.width - margin, cells.height);
    team.forEach(cells.height, [&](int y) {
        for (int i = 0; i <= margin; ++i)
            addScaled(alongLines.line(y), cells.line(y) + i * kChannels, kernel[std::size_t(i)],
                      alongLines.width * kChannels);
    });
    Cells result(alongLines.width, cells.height - margin);
    team.forEach(result.height, [&](int y) {
        for (int i = 0; i <= margin; ++i)
            addScaled(result.line(y), alongLines.line(y + i), kernel[std::size_t(i)],
                      result.width * kChannels);
    });
    return result;
}

Cells counted(const PointGroup& group, const PlotTransform& transform, QSize size, int margin,
              WorkerTeam& team) {
    // The transform of the area with its margin, in cells.
    const double xCell = transform.x.span() / size.width();
    const double yCell = transform.y.span() / size.height();
    const PixelMap map({{transform.x.min - margin * xCell, transform.x.max + margin * xCell},
                        {transform.y.min - margin * yCell, transform.y.max + margin * yCell},
                        QRectF(0, 0, size.width() + 2 * margin, size.height() + 2 * margin)},
                       1);
    // What one point adds, by code; nothing where points are left out.
    std::array<Sums, 256> ofCode{};
    for (std::size_t code = 0; code < ofCode.size(); ++code) {
        const QRgb colour = group.colours[code];
        if (qAlpha(colour) != 0)
            ofCode[code] = {float(qRed(colour)), float(qGreen(colour)), float(qBlue(colour)), 1};
    }
    Cells cells(size.width() + 2 * margin, size.height() + 2 * margin);
    const std::vector<PixelBox> bands =
        bandsOf({0, 0, cells.width, cells.height}, group.points, map, team.threads());
    team.forEach(int(bands.size()), [&](int band) {
        forEachVisible(group.points, map, bands[std::size_t(band)], [&](const VisiblePoint& at) {
            const Sums& one = ofCode[group.codes.empty() ? 0 : group.codes[at.point]];
            float* const cell = cells.line(int(at.y)) + int(at.x) * kChannels;
            for (int i = 0; i < kChannels; ++i)
                cell[i] += one[std::size_t(i)];
        });
    });
    return cells;
}

/// `deviation` of the Gaussian tells what a single point adds at its own place.
QImage coloured(const Cells& density, const PointGroup& group, const ColourTable& ramp, double deviation,
                WorkerTeam& team) {
    QImage image(density.width, density.height, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    float most = 0;
    for (std::size_t i = 3; i < density.sums.size(); i += kChannels)
        most = std::max(most, density.sums[i]);
    if (most <= 0)
        return image;
    const auto one = float(1 / (2 * std::numbers::pi * deviation * deviation));
    const float scale = 255 / std::log1p(most / one);
    std::array<int, 256> alphas;
    for (std::size_t share = 0; share < alphas.size(); ++share)
        alphas[share] = int(std::lround(255 * std::pow(double(share) / 255, kAlphaPower)));

    // Before the threads ask for it: to hand out its pixels, the image must be the only one that has them.
    auto* const pixels = reinterpret_cast<QRgb*>(image.bits());
    const std::ptrdiff_t stride = image.bytesPerLine() / std::ptrdiff_t(sizeof(QRgb));
    team.forEach(density.height, [&](int y) {
        const float* cell = density.line(y);
        for (int x = 0; x < density.width; ++x, cell += kChannels) {
            const float count = cell[3];
            if (count < 1e-3f * one)
                continue;
            const auto share = std::size_t(std::clamp(std::log1p(count / one) * scale, 0.0f, 255.0f));
            const auto channel = [&](int sum) { return std::min(255, int(cell[sum] / count + 0.5f)); };
            const QRgb mean = group.codes.empty() ? ramp[share] : qRgb(channel(0), channel(1), channel(2));
            pixels[y * stride + x] =
                qPremultiply(qRgba(qRed(mean), qGreen(mean), qBlue(mean), alphas[share]));
        }
    });
    return image;
}

}  // namespace

QImage rasterizeDensity(const PointGroup& group, const ColourTable& ramp, const PlotTransform& transform,
                        double devicePixelRatio, int threads) {
    const QSize size(int(std::ceil(transform.area.width() * devicePixelRatio)),
                     int(std::ceil(transform.area.height() * devicePixelRatio)));
    if (size.isEmpty())
        return {};
    const QSize cells(std::max(1, int(std::ceil(transform.area.width() / kCell))),
                      std::max(1, int(std::ceil(transform.area.height() / kCell))));
    const double visible = double(std::max<std::size_t>(1, visibleCount(group.points, {}, {}, transform)));
    const double area = double(cells.width()) * cells.height();
    const double deviation =
        std::clamp(std::sqrt(kPointsInKernel * area / (4 * std::numbers::pi * visible)), kNarrowest, kWidest);
    const std::vector<float> kernel = gaussian(deviation);

    WorkerTeam team(threads);
    const Cells counts = counted(group, transform, cells, int(kernel.size() / 2), team);
    QImage image = coloured(smoothed(counts, kernel, team), group, ramp, deviation, team)
                       .scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    image.setDevicePixelRatio(devicePixelRatio);
    return image;
}

}  // namespace latentscape::ui
