#include <memory>
#include <numeric>
#include <random>

#include <benchmark/benchmark.h>

#include "ui/plots/latent_points.h"
#include "ui/plots/palette.h"
#include "ui/plots/scatter_rasterizer.h"

namespace {

using namespace latentscape;
using namespace latentscape::ui;

const PlotTransform kTransform{{-3, 3}, {-3, 3}, QRectF(0, 0, 900, 600)};

LatentSnapshot cloud(Index count) {
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    LatentSnapshot snapshot;
    snapshot.means = Matrix::NullaryExpr(2, count, [&] { return normal(random); });
    auto rows = std::make_shared<RowList>(std::size_t(count));
    std::iota(rows->begin(), rows->end(), 0);
    snapshot.rows = rows;
    snapshot.totalRows = count;
    return snapshot;
}

/// range(0) points, sorted by class, at the radius that the view chooses or range(1) / 10 logical pixels.
void rasterize(benchmark::State& state) {
    const auto count = std::size_t(state.range(0));
    const LatentPoints points = projectLatents(cloud(state.range(0)), 0, 1);
    std::vector<QRgb> colours(count);
    for (std::size_t i = 0; i < count; ++i)
        colours[i] = classColour(int(i * 10 / count), false).rgb();
    PointStyle style = adaptivePointStyle(count, kTransform.area.size());
    if (state.range(1) > 0)
        style.radius = double(state.range(1)) / 10;
    for (auto _ : state)
        benchmark::DoNotOptimize(rasterizeScatter(points.span(), colours, kTransform, style, 1));
    state.counters["radius"] = style.radius;
}

void project(benchmark::State& state) {
    const LatentSnapshot snapshot = cloud(state.range(0));
    for (auto _ : state)
        benchmark::DoNotOptimize(projectLatents(snapshot, 0, 1));
}

void hover(benchmark::State& state) {
    const LatentPoints points = projectLatents(cloud(state.range(0)), 0, 1);
    for (auto _ : state)
        benchmark::DoNotOptimize(pointsNear(points, kTransform, {450, 300}, 8, 5));
}

}  // namespace

BENCHMARK(rasterize)->ArgsProduct({{10'000, 100'000, 1'000'000}, {0, 10, 30}})->Unit(benchmark::kMillisecond);
BENCHMARK(project)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(hover)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
