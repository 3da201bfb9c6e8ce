#include "ui/plots/visible_points.h"

#include <numeric>
#include <vector>

namespace latentscape::ui {
namespace {

/// Enough to know where the crowd is.
constexpr std::size_t kSampledRuns = 256;
/// Fewer points are drawn before another thread has woken up.
constexpr std::size_t kFewestPointsAThread = 50'000;
/// Points that are counted, at most about so many and so many in a row.
constexpr std::size_t kMostCounted = 1'000'000;
constexpr std::size_t kCountedRun = 512;

}  // namespace

std::array<std::uint8_t, DrawingOrder::kPasses> DrawingOrder::passOrder() {
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

std::vector<PixelBox> bandsOf(const PixelBox& box, const PointSpan& points, const PixelMap& map,
                              int threads) {
    const auto most = int(points.count / kFewestPointsAThread);
    const int bands = std::clamp(std::min(threads, most), 1, std::max(1, box.bottom - box.top));
    std::vector<float> lines;
    const std::size_t step = std::max<std::size_t>(1, points.count / (16 * kSampledRuns));
    for (std::size_t i = 0; bands > 1 && i < points.count; i += step) {
        const float line = map.y(points.y[i]);
        if (line >= float(box.top) && line < float(box.bottom))
            lines.push_back(line);
    }
    std::ranges::sort(lines);
    std::vector<PixelBox> result;
    int top = box.top;
    for (int band = 1; band <= bands; ++band) {
        const int last = lines.empty()
                             ? box.top + (box.bottom - box.top) * band / bands
                             : int(lines[lines.size() * std::size_t(band) / std::size_t(bands) - 1]) + 1;
        const int bottom = band == bands ? box.bottom : std::clamp(last, top, box.bottom);
        result.push_back({box.left, top, box.right, bottom});
        top = bottom;
    }
    return result;
}

std::size_t visibleCount(const PointSpan& points, std::span<const std::uint8_t> codes,
                         const std::bitset<256>& hidden, const PlotTransform& transform) {
    const PixelMap map(transform, 1);
    const auto width = float(transform.area.width());
    const auto height = float(transform.area.height());
    std::array<std::uint32_t, 256> shown;
    for (std::size_t code = 0; code < shown.size(); ++code)
        shown[code] = !hidden[code];
    const auto countOf = [&](std::size_t step) {
        std::size_t count = 0;
        for (std::size_t first = 0; first < points.count; first += step * kCountedRun) {
            const std::size_t last = std::min(points.count, first + kCountedRun);
            for (std::size_t i = first; i < last; ++i) {
                const float x = map.x(points.x[i]);
                const float y = map.y(points.y[i]);
                const std::uint32_t inside = std::uint32_t(x >= 0) & std::uint32_t(x < width) &
                                             std::uint32_t(y >= 0) & std::uint32_t(y < height);
                count += inside & shown[codes.empty() ? 0 : codes[i]];
            }
        }
        return count;
    };
    const std::size_t step = std::max<std::size_t>(1, points.count / kMostCounted);
    const std::size_t counted = countOf(step);
    return counted == 0 && step > 1 ? countOf(1) : counted * step;
}

}  // namespace latentscape::ui
