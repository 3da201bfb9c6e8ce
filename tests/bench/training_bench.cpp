// Rows a second of training steps and of encoding, on synthetic tables of the sizes that people bring.

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <string>

#include <benchmark/benchmark.h>

#include "core/training/trainer.h"

using namespace latentscape;

namespace {

struct Setup {
    const char* name;
    int rows;
    int columns;
    /// Whole numbers from zero to this, as pixels have them; 0 for real numbers.
    int levels;
    const char* likelihood;
    std::vector<std::int64_t> hidden;
    std::int64_t latent;
    std::int64_t batch;
};

const std::vector<Setup>& setups() {
    static const std::vector<Setup> all{
        {"digits 64-64-64-2", 1797, 64, 16, "auto", {64, 64}, 2, 64},
        {"images 784-400-20 Bernoulli", 4096, 784, 255, "bernoulli", {400}, 20, 128},
        {"table 100-256-128-8 Gaussian", 8192, 100, 0, "gaussian", {256, 128}, 8, 256},
    };
    return all;
}

DatasetPtr syntheticTable(const Setup& setup) {
    std::vector<Column> columns;
    Vector noise(setup.rows);
    for (int i = 0; i < setup.columns; ++i) {
        Random(1).fillNormal(RandomStream::TrainingNoise, 0, std::uint32_t(i), noise);
        Column column{.name = "pixel_" + std::to_string(i),
                      .values = std::vector<double>(noise.begin(), noise.end()),
                      .missing = MissingMask(std::size_t(setup.rows))};
        if (setup.levels > 0)
            for (std::size_t row = 0; row < column.values.size(); ++row)
                column.values.set(row, std::clamp(std::round((column.values[row] + 1) / 3 * setup.levels),
                                                  0.0, double(setup.levels)));
        columns.push_back(std::move(column));
    }
    return std::make_shared<const Dataset>("synthetic", "", std::move(columns));
}

std::unique_ptr<Trainer> makeTrainer(const Setup& setup, int threads) {
    Hyperparameters hyperparameters;
    hyperparameters.likelihood = setup.likelihood;
    hyperparameters.hidden = setup.hidden;
    hyperparameters.latent = setup.latent;
    hyperparameters.batch = setup.batch;
    // Steps alone are measured; a validation pass at the end of each epoch would blur them.
    hyperparameters.validation = 0;
    hyperparameters.start = "plain";
    const DatasetPtr table = syntheticTable(setup);
    auto trainer = std::make_unique<Trainer>(prepareTrainingData(table, assignRoles(*table), hyperparameters),
                                             hyperparameters, Trainer::Options{.threads = threads});
    for (std::uint32_t epoch = 0; epoch < 1;)
        epoch = trainer->step().outcome == StepReport::Outcome::EpochEnded ? 1 : 0;
    return trainer;
}

/// Arguments: which setup, threads.
void trainingStep(benchmark::State& state) {
    const Setup& setup = setups()[std::size_t(state.range(0))];
    const std::unique_ptr<Trainer> trainer = makeTrainer(setup, int(state.range(1)));
    double rows = 0;
    for (auto _ : state)
        rows += double(trainer->step().rows);
    state.counters["rows/s"] = benchmark::Counter(rows, benchmark::Counter::kIsRate);
    state.SetLabel(setup.name);
}

/// Arguments: which setup.
void encoding(benchmark::State& state) {
    const Setup& setup = setups()[std::size_t(state.range(0))];
    const std::unique_ptr<Trainer> trainer = makeTrainer(setup, 1);
    RowList rows(std::size_t(setup.rows));
    std::iota(rows.begin(), rows.end(), Index(0));
    Matrix means(setup.latent, setup.rows);
    for (auto _ : state)
        trainer->encodeMeans(trainer->state().parameters, rows, means, 0);
    state.counters["rows/s"] =
        benchmark::Counter(double(state.iterations()) * setup.rows, benchmark::Counter::kIsRate);
    state.SetLabel(setup.name);
}

}  // namespace

BENCHMARK(trainingStep)
    ->ArgsProduct({{0, 1, 2}, {1, 2}})
    ->ArgNames({"setup", "threads"})
    ->UseRealTime()
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(encoding)->DenseRange(0, 2)->ArgName("setup")->UseRealTime()->Unit(benchmark::kMicrosecond);

BENCHMARK_MAIN();
