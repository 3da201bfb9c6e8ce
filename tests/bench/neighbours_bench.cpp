#include <memory>
#include <numeric>
#include <random>

#include <benchmark/benchmark.h>

#include "core/analysis/neighbours.h"

namespace {

using namespace latentscape;

/// range(0) latent dimensions of range(1) rows, as the prior has them.
LatentSnapshotPtr cloud(const benchmark::State& state) {
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    LatentSnapshot snapshot;
    snapshot.means = Matrix::NullaryExpr(state.range(0), state.range(1), [&] { return normal(random); });
    RowList rows(std::size_t(state.range(1)));
    std::iota(rows.begin(), rows.end(), 0);
    snapshot.rows = std::make_shared<const RowList>(std::move(rows));
    return std::make_shared<const LatentSnapshot>(std::move(snapshot));
}

void build(benchmark::State& state) {
    const LatentSnapshotPtr snapshot = cloud(state);
    for (auto _ : state)
        benchmark::DoNotOptimize(Neighbours(snapshot).snapshot());
}

/// The ten nearest of one row after the other.
void ask(benchmark::State& state) {
    const Neighbours neighbours(cloud(state));
    const Matrix& means = neighbours.snapshot()->means;
    Index row = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(neighbours.of(means.col(row), 10, row));
        row = (row + 7919) % means.cols();
    }
}

}  // namespace

BENCHMARK(build)->Args({2, 1'000'000})->Args({10, 1'000'000})->Iterations(2)->Unit(benchmark::kMillisecond);
BENCHMARK(ask)
    ->Args({2, 1'000'000})
    ->Args({10, 1'000'000})
    ->Args({32, 1'000'000})
    ->Args({128, 100'000})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
