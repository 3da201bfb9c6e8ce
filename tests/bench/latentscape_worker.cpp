// A trainer that is told what to do on standard input, one command a line, so that a script can time it in
// turns with another program. pytorch_worker.py understands the same words; each reply is a line of numbers.
//
//   train SECONDS     rows, seconds that it really took
//   epoch             to the end of the epoch: rows, seconds
//   encode            all training rows to their posterior means: rows, seconds
//   evaluate          test rows: reconstruction and KL in nats per row, active units
//   multiply SECONDS  GFLOP/s of Eigen's product of 256 × 256 matrices on one core

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <numeric>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>

#include "core/training/trainer.h"

using namespace latentscape;

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Measured {
    double rows = 0;
    double seconds = 0;
};

/// The file holds float32 numbers, row after row, in encoded units: its bytes are those of the matrix.
Matrix readTable(const std::string& path, Index features) {
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    const std::streamoff bytes = file.tellg();
    Matrix table(features, Index(bytes) / (features * Index(sizeof(float))));
    file.seekg(0);
    file.read(reinterpret_cast<char*>(table.data()), bytes);
    if (!file)
        throw std::runtime_error(path + ": this file cannot be read");
    return table;
}

RowList consecutiveRows(Index first, Index last) {
    RowList rows(std::size_t(last - first));
    std::iota(rows.begin(), rows.end(), first);
    return rows;
}

/// The last `testRows` rows belong to neither side of the split: no step and no epoch spends time on them.
TrainingDataPtr trainingData(Matrix values, Index testRows, const std::string& likelihood) {
    auto data = std::make_shared<TrainingData>();
    data->dataset = std::make_shared<const Dataset>("table", "", std::vector<Column>());
    std::vector<EncodedColumn> columns;
    for (Index i = 0; i < values.rows(); ++i)
        columns.push_back({.name = "column_" + std::to_string(i),
                           .column = i,
                           .likelihood = likelihood,
                           .firstFeature = i,
                           .features = 1});
    data->preprocessor = Preprocessor(std::move(columns), std::nullopt);
    data->split.training = consecutiveRows(0, values.cols() - testRows);
    data->table.values = std::move(values);
    data->statistics = featureStatistics(data->table, data->split.training);
    return data;
}

/// Entries `key=value`, as on the command line of the headless program.
Hyperparameters parseHyperparameters(std::span<char*> entries) {
    Hyperparameters hyperparameters;
    const auto set = [&](const HyperparameterSpec& spec, const std::string& text) {
        setHyperparameter(hyperparameters, spec, parseHyperparameter(spec, text));
    };
    // The plain model without an early end, as PyTorch trains it.
    hyperparameters.start = "plain";
    hyperparameters.patience = 0;
    for (const std::string entry : entries) {
        const std::size_t equals = std::min(entry.find('='), entry.size() - 1);
        set(hyperparameterSpec(entry.substr(0, equals)), entry.substr(equals + 1));
    }
    return hyperparameters;
}

Measured train(Trainer& trainer, double seconds) {
    Measured measured;
    for (const Clock::time_point start = Clock::now(); measured.seconds < seconds;
         measured.seconds = secondsSince(start))
        measured.rows += double(trainer.step().rows);
    return measured;
}

Measured trainEpoch(Trainer& trainer) {
    const Clock::time_point start = Clock::now();
    Measured measured;
    StepReport report;
    do {
        report = trainer.step();
        measured.rows += double(report.rows);
    } while (report.outcome == StepReport::Outcome::Stepped ||
             report.outcome == StepReport::Outcome::Validated);
    measured.seconds = secondsSince(start);
    if (report.outcome == StepReport::Outcome::Diverged)
        throw std::runtime_error("training diverged");
    return measured;
}

Measured encode(Trainer& trainer) {
    const RowList& rows = trainer.data().split.training;
    Matrix means(trainer.vae()->latent(), Index(rows.size()));
    const Clock::time_point start = Clock::now();
    trainer.encodeMeans(trainer.state().parameters, rows, means, 0);
    return {.rows = double(rows.size()), .seconds = secondsSince(start)};
}

void printEvaluation(Trainer& trainer, Index testRows) {
    const Index all = trainer.data().table.rows();
    const RowList rows = consecutiveRows(all - testRows, all);
    const LossTerms terms = trainer.evaluate(rows);
    Matrix means(trainer.vae()->latent(), testRows);
    trainer.encodeMeans(trainer.state().parameters, rows, means, 0);
    const Vector centre = means.rowwise().mean();
    const Vector variance = (means.colwise() - centre).rowwise().squaredNorm() / Scalar(testRows);
    // Burda et al. 2016: a unit is active if the variance of its posterior mean over rows exceeds 0.01.
    std::printf("%.4f %.4f %td\n", terms.reconstruction, terms.kl, (variance.array() > Scalar(0.01)).count());
}

double productRate(double seconds) {
    constexpr Index kSize = 256;
    const Matrix left = Matrix::Random(kSize, kSize);
    const Matrix right = Matrix::Random(kSize, kSize);
    Matrix product(kSize, kSize);
    double operations = 0;
    double elapsed = 0;
    for (const Clock::time_point start = Clock::now(); elapsed < seconds; elapsed = secondsSince(start)) {
        product.noalias() = left * right;
        operations += 2.0 * kSize * kSize * kSize;
    }
    return operations / elapsed / 1e9;
}

void obey(const std::string& line, Trainer& trainer, Index testRows) {
    std::istringstream words(line);
    std::string command;
    double seconds = 0;
    words >> command >> seconds;
    Measured measured;
    if (command == "train")
        measured = train(trainer, seconds);
    else if (command == "epoch")
        measured = trainEpoch(trainer);
    else if (command == "encode")
        measured = encode(trainer);
    else if (command == "evaluate")
        return printEvaluation(trainer, testRows);
    else if (command == "multiply")
        return void(std::printf("%.2f\n", productRate(seconds)));
    else
        throw std::runtime_error(command + ": there is no such command");
    std::printf("%.0f %.6f\n", measured.rows, measured.seconds);
}

void run(std::span<char*> arguments) {
    const Index testRows = std::atol(arguments[2]);
    Matrix table = readTable(arguments[0], std::atol(arguments[1]));
    const Hyperparameters hyperparameters = parseHyperparameters(arguments.subspan(4));
    Trainer trainer(trainingData(std::move(table), testRows, hyperparameters.likelihood), hyperparameters,
                    {.threads = std::atoi(arguments[3])});
    std::printf("ready\n");
    std::fflush(stdout);
    for (std::string line; std::getline(std::cin, line);) {
        obey(line, trainer, testRows);
        std::fflush(stdout);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 5) {
        std::fprintf(stderr, "usage: latentscape_worker TABLE FEATURES TEST_ROWS THREADS [KEY=VALUE]...\n");
        return 2;
    }
    try {
        run(std::span<char*>(argv + 1, argv + argc));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
