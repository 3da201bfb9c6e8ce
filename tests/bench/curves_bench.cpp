#include <QApplication>
#include <QEventLoop>
#include <QImage>
#include <cmath>
#include <memory>
#include <random>

#include <benchmark/benchmark.h>

#include "ui/plots/curve_chart.h"
#include "ui/plots/refresh_queue.h"
#include "ui/plots/run_curves.h"

namespace {

using namespace latentscape;
using namespace latentscape::ui;

TrainingRecord recordAt(std::int64_t step) {
    static std::mt19937 random(1);
    const double noise = double(random() % 1000) / 1000;
    return {.step = step,
            .epoch = double(step) / 29,
            .terms = {.reconstruction = 20 + 100 * std::exp(-double(step) / 1e5) + noise, .kl = 5 + noise},
            .loss = 25 + noise,
            .beta = 1,
            .learningRate = 1e-3,
            .gradientNorm = noise};
}

std::shared_ptr<RunCurves> curvesOf(std::int64_t points) {
    MetricsHistory history;
    for (std::int64_t i = 1; i <= points; ++i)
        history.training.push_back(recordAt(i));
    auto curves = std::make_shared<RunCurves>();
    curves->append(history, {.step = double(points), .epoch = double(points) / 29, .seconds = double(points)},
                   1437);
    return curves;
}

/// 100 new records of a run of range(0): what a report brings. Time for one of them.
void append(benchmark::State& state) {
    const std::shared_ptr<RunCurves> curves = curvesOf(state.range(0));
    std::int64_t step = state.range(0);
    for (auto _ : state) {
        state.PauseTiming();
        MetricsHistory latest;
        for (int i = 0; i < 100; ++i)
            latest.training.push_back(recordAt(++step));
        state.ResumeTiming();
        curves->append(latest, {.step = double(step), .epoch = double(step) / 29, .seconds = double(step)},
                       1437);
    }
    state.SetItemsProcessed(state.iterations() * 100);
}

struct Shown {
    RefreshQueue queue;
    CurveChart chart{"Reconstruction", "nats per row", queue};

    explicit Shown(const std::shared_ptr<RunCurves>& curves) {
        chart.addCurve({"train",
                        {curves, &curves->times(CurveSource::Training)},
                        {curves, &curves->values(Quantity::Reconstruction, CurveSource::Training)}},
                       &PlotTheme::train);
        chart.resize(620, 260);
        chart.show();
        QCoreApplication::processEvents();
    }
};

/// A chart of 620 × 260 pixels with all of range(0) points; range(1) in thousandths is how far it smooths.
void refresh(benchmark::State& state) {
    Shown shown(curvesOf(state.range(0)));
    shown.chart.setLook({.smoothing = double(state.range(1)) / 1000});
    for (auto _ : state)
        shown.chart.refresh();
}

void paint(benchmark::State& state) {
    Shown shown(curvesOf(state.range(0)));
    shown.chart.refresh();
    QImage image(shown.chart.size(), QImage::Format_ARGB32_Premultiplied);
    for (auto _ : state)
        shown.chart.render(&image);
}

}  // namespace

BENCHMARK(append)->Arg(10'000)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(refresh)->ArgsProduct({{10'000, 100'000, 1'000'000}, {0, 50}})->Unit(benchmark::kMillisecond);
BENCHMARK(paint)->Arg(300)->Arg(10'000)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
