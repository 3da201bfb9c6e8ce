#include <cmath>
#include <numbers>
#include <random>

#include <benchmark/benchmark.h>

#include "ui/models/selection.h"
#include "ui/plots/points_within.h"

namespace {

using namespace latentscape;
using namespace latentscape::ui;

const PlotTransform kTransform{{-3, 3}, {-3, 3}, QRectF(0, 0, 1000, 800)};

struct Cloud {
    std::vector<float> x;
    std::vector<float> y;

    explicit Cloud(std::size_t count) {
        std::mt19937 random(1);
        std::normal_distribution<float> normal;
        for (std::vector<float>* const values : {&x, &y})
            for (std::size_t i = 0; i < count; ++i)
                values->push_back(normal(random));
    }
    PointSpan span() const { return {x.data(), y.data(), x.size()}; }
};

/// As a hand draws it: 300 corners around the middle of the plot, not round.
QPolygonF lasso() {
    QPolygonF outline;
    for (int corner = 0; corner < 300; ++corner) {
        const double angle = 2 * std::numbers::pi * corner / 300;
        const double radius = 260 + 60 * std::sin(5 * angle) + 4 * std::sin(61 * angle);
        outline << QPointF(500 + radius * std::cos(angle), 400 + radius * std::sin(angle));
    }
    return outline;
}

void drawLasso(benchmark::State& state) {
    const Cloud cloud(std::size_t(state.range(0)));
    const QPolygonF outline = lasso();
    std::size_t found = 0;
    for (auto _ : state) {
        found = pointsInside(cloud.span(), kTransform, outline).size();
        benchmark::DoNotOptimize(found);
    }
    state.counters["points"] = double(found);
}

void drawRectangle(benchmark::State& state) {
    const Cloud cloud(std::size_t(state.range(0)));
    const QPolygonF outline(QRectF(250, 200, 500, 400));
    for (auto _ : state)
        benchmark::DoNotOptimize(pointsInside(cloud.span(), kTransform, outline));
}

/// The rows of three quarters of all points, as a selection that can be undone.
void selectRows(benchmark::State& state) {
    const Index rows = Index(state.range(0));
    RowList found;
    for (Index row = 0; row < rows; ++row)
        if (row % 4 != 0)
            found.push_back(row);
    QUndoStack stack;
    Selection selection;
    selection.setTable(rows);
    selection.recordOn(stack);
    for (auto _ : state) {
        selection.apply(RowSet(rows, found), SelectionMode::Toggle);
        state.PauseTiming();
        stack.clear();
        state.ResumeTiming();
    }
}

/// One move of the pointer.
void moveBrush(benchmark::State& state) {
    const Cloud cloud(std::size_t(state.range(0)));
    const QPolygonF path({{500, 400}, {512, 407}});
    for (auto _ : state)
        benchmark::DoNotOptimize(pointsAlong(cloud.span(), kTransform, path, 20));
}

}  // namespace

BENCHMARK(drawLasso)->Arg(1'000'000)->Arg(10'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(drawRectangle)->Arg(1'000'000)->Arg(10'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(moveBrush)->Arg(1'000'000)->Arg(10'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(selectRows)->Arg(1'000'000)->Arg(10'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
