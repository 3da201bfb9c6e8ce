#include "ui/plots/point_index.h"

#include <algorithm>
#include <cmath>

namespace latentscape::ui {
namespace {

constexpr std::size_t kMostCells = 1024;
constexpr double kPointsInCell = 8;
/// The cells share out what lies between these quantiles of a sample.
constexpr double kLowQuantile = 0.005;
constexpr double kHighQuantile = 0.995;
constexpr std::size_t kSample = 10'000;

}  // namespace

PointIndex::Side PointIndex::sideOf(const float* values, std::size_t count, std::size_t cells) {
    std::vector<float> sample;
    const std::size_t step = std::max<std::size_t>(1, count / kSample);
    for (std::size_t i = 0; i < count; i += step) {
        if (std::isfinite(values[i]))
            sample.push_back(values[i]);
    }
    if (sample.empty())
        return {};
    std::ranges::sort(sample);
    const auto at = [&](double share) {
        return double(sample[std::size_t(share * double(sample.size() - 1))]);
    };
    const double low = at(kLowQuantile);
    const double span = at(kHighQuantile) - low;
    return {low, span > 0 ? double(cells) / span : 0};
}

PointIndex::PointIndex(const PointSpan& points)
    : m_side(std::clamp<std::size_t>(std::size_t(std::sqrt(double(points.count) / kPointsInCell)), 1,
                                     kMostCells)),
      m_x(sideOf(points.x, points.count, m_side)),
      m_y(sideOf(points.y, points.count, m_side)),
      m_starts(m_side * m_side + 1) {
    // By counting: how many each cell holds, where each begins, and then each point to its place.
    constexpr std::uint32_t kNowhere = ~std::uint32_t(0);
    std::vector<std::uint32_t> cells(points.count, kNowhere);
    for (std::size_t i = 0; i < points.count; ++i) {
        const double x = double(points.x[i]);
        const double y = double(points.y[i]);
        if (std::isnan(x) || std::isnan(y))
            continue;
        cells[i] = std::uint32_t(m_y.cellOf(y, m_side) * m_side + m_x.cellOf(x, m_side));
        ++m_starts[cells[i] + 1];
    }
    for (std::size_t cell = 1; cell < m_starts.size(); ++cell)
        m_starts[cell] += m_starts[cell - 1];
    m_points.resize(m_starts.back());
    std::vector<std::uint32_t> next(m_starts.begin(), m_starts.end() - 1);
    for (std::size_t i = 0; i < points.count; ++i) {
        if (cells[i] != kNowhere)
            m_points[next[cells[i]]++] = std::uint32_t(i);
    }
}

}  // namespace latentscape::ui
