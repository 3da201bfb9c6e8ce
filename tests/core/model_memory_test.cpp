#include "core/training/model_memory.h"

#include <QTest>

#include "tests/support/tables.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::tests;

namespace {

constexpr Index kManyRows = 1000000;

VaeConfig gaussianConfig(Index features, std::vector<Index> hidden, Index latent) {
    return {.blocks = {{.likelihood = "gaussian",
                        .features = features,
                        .noiseFloor = std::vector<double>(std::size_t(features), 0.01)}},
            .hidden = std::move(hidden),
            .latent = latent};
}

/// Bytes of the buffers of one pass.
std::uint64_t bytesOf(const VaeWorkspace& workspace) {
    Index numbers = workspace.weights.size() + workspace.rowScale.size();
    for (const MlpWorkspace* const mlp : {&workspace.encoder, &workspace.decoder})
        for (const std::vector<Matrix>* const layers :
             {&mlp->slope, &mlp->output, &mlp->gradient, &mlp->dropout, &mlp->dropped})
            for (const Matrix& layer : *layers)
                numbers += layer.size();
    for (const Matrix* const buffer :
         {&workspace.input, &workspace.mean, &workspace.logvar, &workspace.kl, &workspace.noise, &workspace.z,
          &workspace.raw, &workspace.terms, &workspace.rawGradient, &workspace.latentGradient,
          &workspace.meanGradient, &workspace.logvarGradient})
        numbers += buffer->size();
    return sizeof(Scalar) * std::uint64_t(numbers) +
           sizeof(double) * std::uint64_t(workspace.reconstruction.size());
}

}  // namespace

class ModelMemoryTest : public QObject {
    Q_OBJECT

private slots:
    /// Weights and biases as anyone would count them: encoder D → 64 → 32, two heads, decoder back, and one
    /// noise width a feature.
    void parametersAreCounted() {
        const Index d = 10;
        const Index latent = 3;
        const Index encoder = (d * 64 + 64) + (64 * 32 + 32) + 2 * (32 * latent + latent);
        const Index decoder = (latent * 32 + 32) + (32 * 64 + 64) + (64 * d + d) + d;
        const ModelMemory memory = modelMemory(gaussianConfig(d, {64, 32}, latent), {}, kManyRows);
        QCOMPARE(memory.parameters, encoder + decoder);
        QVERIFY(memory.parameterBytes >= std::uint64_t(memory.parameters) * 4 * 11);
        QVERIFY(memory.parameterBytes < std::uint64_t(memory.parameters) * 4 * 12);
    }

    void passesTakeWhatTheirBuffersTake_data() {
        QTest::addColumn<int>("draws");
        QTest::addColumn<double>("dropout");
        QTest::newRow("plain") << 1 << 0.0;
        QTest::newRow("dropout") << 1 << 0.2;
        QTest::newRow("importance samples") << 7 << 0.0;
        QTest::newRow("both") << 7 << 0.2;
    }

    void passesTakeWhatTheirBuffersTake() {
        QFETCH(int, draws);
        QFETCH(double, dropout);
        const VaeConfig config = gaussianConfig(20, {64, 32}, 4);
        const Vae vae(config);
        Hyperparameters hyperparameters;
        hyperparameters.importanceSamples = draws;
        hyperparameters.dropout = dropout;
        const auto bytes = [&](std::int64_t batch) {
            hyperparameters.batch = batch;
            return modelMemory(config, hyperparameters, kManyRows).activationBytes;
        };
        const auto buffers = [&](Index rows) {
            VaeWorkspace workspace;
            vae.reserve(workspace, rows, {.samples = draws, .dropout = dropout});
            return bytesOf(workspace);
        };
        const double estimate = double(bytes(2000) - bytes(1000));
        // And what the shard keeps of the table: the cells and perhaps their mask.
        const double real = double(buffers(2000) - buffers(1000)) + 1000.0 * 20 * 2 * sizeof(Scalar);
        QVERIFY2(estimate >= 0.99 * real && estimate < 1.1 * real,
                 qPrintable(QString("%1 for %2").arg(estimate).arg(real)));
    }

    void aBatchIsNeverLargerThanTheTable() {
        Hyperparameters hyperparameters;
        hyperparameters.batch = 1048576;
        const VaeConfig config = gaussianConfig(4, {64}, 2);
        const std::uint64_t whole = modelMemory(config, hyperparameters, 100).total();
        hyperparameters.batch = 100;
        QCOMPARE(modelMemory(config, hyperparameters, 100).total(), whole);
    }

    void whatDoesNotFitIsRefusedWithTheNumbers() {
        const ModelMemory memory = modelMemory(gaussianConfig(10, {8192, 8192, 8192}, 2), {}, kManyRows);
        checkModelMemory(memory, memory.total());
        const std::optional<Problem> problem =
            thrownProblem([&] { checkModelMemory(memory, memory.total() - 1); });
        QVERIFY(problem && problem->code == ProblemCode::ModelTooLarge);
        const QString words = QString::fromStdString(describe(*problem));
        QVERIFY2(words.startsWith(QString("A model of %1 parameters takes ").arg(memory.parameters)),
                 qPrintable(words));
        // Four matrices of 8192², eleven times in four bytes each, are 11.8 GB; the rest are activations.
        QVERIFY2(words.contains("takes 12.2 GB while it trains, and 12.2 GB are free"), qPrintable(words));
    }
};

QTEST_APPLESS_MAIN(ModelMemoryTest)
#include "model_memory_test.moc"
