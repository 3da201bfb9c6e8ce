#pragma once

#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "ui/plots/plot_transform.h"

namespace latentscape::ui {

/// Points somewhere in memory.
struct PointSpan {
    const float* x = nullptr;
    const float* y = nullptr;
    std::size_t count = 0;
};

/// Columns and lines of a picture, from first to before last.
struct PixelBox {
    int left = 0;
    int top = 0;
    int right = 0;
    int bottom = 0;
};

/// Values → pixels of a picture. In float32, so that sixteen points go through the processor at once; what is
/// taken off in two parts keeps the precision of double when a person has zoomed in far.
class PixelMap {
public:
    /// `ratio` pixels of the picture for each of `transform.area`.
    PixelMap(const PlotTransform& transform, double ratio)
        : m_xHigh(float(transform.x.min)),
          m_xLow(float(transform.x.min - double(m_xHigh))),
          m_xScale(float(transform.area.width() * ratio / transform.x.span())),
          m_yHigh(float(transform.y.max)),
          m_yLow(float(transform.y.max - double(m_yHigh))),
          m_yScale(float(-transform.area.height() * ratio / transform.y.span())) {}

    float x(float value) const { return ((value - m_xHigh) - m_xLow) * m_xScale; }
    float y(float value) const { return ((value - m_yHigh) - m_yLow) * m_yScale; }

private:
    float m_xHigh;
    float m_xLow;
    float m_xScale;
    float m_yHigh;
    float m_yLow;
    float m_yScale;
};

/// A place in a picture, in its pixels, and the point that lies there.
struct VisiblePoint {
    float x;
    float y;
    std::uint32_t point;
};

/// The order in which points are drawn: fixed, and scattered over the table, so that in a table sorted by
/// class no class lies on top of another. Points are drawn in many passes over the table; each takes every
/// n-th run of rows, by turns from the front and from the back.
class DrawingOrder {
public:
    explicit DrawingOrder(std::size_t count) : m_count(count), m_run(runLength(count)) {}

    /// Calls visit(first, last) for runs of points, the last not included, none longer than kLongestRun.
    template <class Visit>
    void forEachRun(Visit visit) const {
        const std::size_t runs = (m_count + m_run - 1) / m_run;
        const std::array<std::uint8_t, kPasses> order = passOrder();
        for (std::size_t pass = 0; pass < kPasses; ++pass) {
            const std::size_t first = order[pass];
            if (first >= runs)
                continue;
            const std::size_t steps = (runs - first - 1) / kPasses;
            for (std::size_t step = 0; step <= steps; ++step) {
                const std::size_t run = first + kPasses * (pass % 2 == 0 ? step : steps - step);
                visit(run * m_run, std::min(m_count, (run + 1) * m_run));
            }
        }
    }

    static constexpr std::size_t kLongestRun = 4096;

private:
    /// A prime: tables often repeat with a rounder period.
    static constexpr std::size_t kPasses = 127;

    /// From as many floats as a cache line holds to a length at which memory is read nearly as fast as in one
    /// go; short enough for some runs in each pass.
    static std::size_t runLength(std::size_t count) {
        std::size_t length = 16;
        while (length < kLongestRun && length * kPasses * 16 < count)
            length *= 2;
        return length;
    }

    /// The first run of each pass: a fixed shuffle, without which runs a fixed distance apart in the table
    /// would mostly be drawn in the same order.
    static std::array<std::uint8_t, kPasses> passOrder();

    std::size_t m_count;
    std::size_t m_run;
};

/// Divides `box` into at most `threads` bands of lines with about as many points each; into fewer where it is
/// not worth it. What is drawn does not depend on it.
std::vector<PixelBox> bandsOf(const PixelBox& box, const PointSpan& points, const PixelMap& map, int threads);

/// How many points lie in `transform.area`, but for those whose codes (none: all 0) are hidden. Exact for up
/// to a million points, and where there is none; otherwise as a million of them, from all parts of the table,
/// tell.
std::size_t visibleCount(const PointSpan& points, std::span<const std::uint8_t> codes,
                         const std::bitset<256>& hidden, const PlotTransform& transform);

/// Calls draw(const VisiblePoint&) for each point within `box`, in drawing order. Points with a NaN are in no
/// box.
template <class Draw>
void forEachVisible(const PointSpan& points, const PixelMap& map, const PixelBox& box, Draw draw) {
    // Points that are gone through together: their pixels stay in the fastest cache.
    constexpr std::size_t kBlock = 512;
    const auto left = float(box.left);
    const auto top = float(box.top);
    const auto right = float(box.right);
    const auto bottom = float(box.bottom);
    std::array<float, kBlock> x;
    std::array<float, kBlock> y;
    std::array<std::uint32_t, kBlock> inside;
    std::array<VisiblePoint, kBlock> visible;
    const auto drawBlock = [&](std::size_t first, std::size_t length) {
        const float* const px = points.x + first;
        const float* const py = points.y + first;
        std::uint32_t any = 0;
        for (std::size_t i = 0; i < length; ++i) {
            x[i] = map.x(px[i]);
            y[i] = map.y(py[i]);
            // Written so that NaN fails, and without branches.
            inside[i] = std::uint32_t(x[i] >= left) & std::uint32_t(x[i] < right) &
                        std::uint32_t(y[i] >= top) & std::uint32_t(y[i] < bottom);
            any += inside[i];
        }
        if (any == 0)
            return;
        std::size_t count = 0;
        for (std::size_t i = 0; i < length; ++i) {
            visible[count] = {x[i], y[i], std::uint32_t(first + i)};
            count += inside[i];
        }
        for (std::size_t i = 0; i < count; ++i)
            draw(visible[i]);
    };
    DrawingOrder(points.count).forEachRun([&](std::size_t first, std::size_t last) {
        for (; first < last; first += kBlock)
            drawBlock(first, std::min(kBlock, last - first));
    });
}

}  // namespace latentscape::ui
