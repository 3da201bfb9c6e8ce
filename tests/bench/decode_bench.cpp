// What decoding takes while a person points at a map: one place, a grid, what a slider does, and how much
// support there is. The model has the size of digits' one; its parameters are random, which costs the same.

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

#include <benchmark/benchmark.h>

#include "core/analysis/column_effects.h"
#include "core/analysis/latent_decoder.h"
#include "core/analysis/sensitivity.h"
#include "core/analysis/support.h"
#include "core/analysis/traversal.h"
#include "core/training/training_data.h"

using namespace latentscape;

namespace {

/// 64 pixels, 128-128 hidden units, 2 latent dimensions.
struct Digits {
    TrainingDataPtr data;
    std::shared_ptr<const ModelSnapshot> model;

    LatentDecoder decoder() const { return {{data, &data->preprocessor}, model}; }
};

const Digits& digits() {
    static const Digits made = [] {
        constexpr int kRows = 1797;
        std::vector<Column> columns;
        Vector noise(kRows);
        for (int i = 0; i < 64; ++i) {
            Random(1).fillNormal(RandomStream::TrainingNoise, 0, std::uint32_t(i), noise);
            std::vector<double> values;
            for (const Scalar one : noise)
                values.push_back(std::clamp(std::round((double(one) + 1) / 3 * 16), 0.0, 16.0));
            columns.push_back({.name = "pixel_" + std::to_string(i / 8) + "_" + std::to_string(i % 8),
                               .values = ColumnValues(values),
                               .missing = MissingMask(kRows)});
        }
        const auto table = std::make_shared<const Dataset>("digits-like", "", std::move(columns));
        Hyperparameters hyperparameters;
        hyperparameters.hidden = {128, 128};
        Digits digits;
        digits.data = prepareTrainingData(table, assignRoles(*table), hyperparameters);
        const auto vae = std::make_shared<const Vae>(vaeConfig(digits.data->preprocessor, hyperparameters));
        digits.model = std::make_shared<const ModelSnapshot>(
            ModelSnapshot{vae, vae->initialParameters(digits.data->statistics, Random(1))});
        return digits;
    }();
    return made;
}

Matrix grid(Index columns, Index rows) {
    const auto corner = [](Scalar x, Scalar y) {
        Vector place(2);
        place << x, y;
        return place;
    };
    return planeGrid({.topLeft = corner(-3, 3), .topRight = corner(3, 3), .bottomLeft = corner(-3, -3)},
                     columns, rows);
}

void decodeAtTheCursor(benchmark::State& state) {
    LatentDecoder decoder = digits().decoder();
    const Matrix places = grid(8, 8);
    Index next = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(decoder.decode(places.col(next++ % places.cols())));
}

void decodeGrid(benchmark::State& state) {
    const Matrix places = grid(state.range(0), state.range(0));
    for (auto _ : state) {
        LatentDecoder decoder = digits().decoder();
        for (Index i = 0; i < places.cols(); ++i)
            benchmark::DoNotOptimize(decoder.cells(places.col(i)));
    }
}

void sensitivityAtAPlace(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(sensitivity(digits().data->preprocessor, *digits().model, Vector::Ones(2)));
}

void effectsOfASlider(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(
            columnEffects(digits().data->preprocessor, *digits().model, Vector::Ones(2), 0, -3, 3));
}

void supportOfAModel(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(
            aggregateSupport(digits().data->table, *digits().model, digits().data->split.training)
                .threshold());
}

void shadeAPlane(benchmark::State& state) {
    const AggregateSupport support =
        aggregateSupport(digits().data->table, *digits().model, digits().data->split.training);
    const Matrix places = grid(96, 72);
    for (auto _ : state)
        benchmark::DoNotOptimize(support.logDensity(places));
}

BENCHMARK(decodeAtTheCursor)->Unit(benchmark::kMillisecond);
BENCHMARK(decodeGrid)->Arg(10)->Arg(20)->Arg(40)->Unit(benchmark::kMillisecond);
BENCHMARK(sensitivityAtAPlace)->Unit(benchmark::kMillisecond);
BENCHMARK(effectsOfASlider)->Unit(benchmark::kMillisecond);
BENCHMARK(supportOfAModel)->Unit(benchmark::kMillisecond);
BENCHMARK(shadeAPlane)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
