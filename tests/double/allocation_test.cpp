// Eigen's own check (EIGEN_RUNTIME_NO_MALLOC) that a step uses nothing but the memory it has.

#include <QTest>

#include "core/training/trainer.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

/// While it lives, any allocation by Eigen throws.
class NoAllocation {
public:
    NoAllocation() { Eigen::internal::set_is_malloc_allowed(false); }
    ~NoAllocation() { Eigen::internal::set_is_malloc_allowed(true); }
};

Hyperparameters settings(const std::vector<std::int64_t>& hidden, int batch) {
    Hyperparameters hyperparameters;
    hyperparameters.hidden = hidden;
    hyperparameters.batch = batch;
    return hyperparameters;
}

/// A table of `columns` numbers, wide enough for matrix products that pack their operands.
DatasetPtr wideTable(int rows, int columns) {
    std::vector<Column> table;
    for (int i = 0; i < columns; ++i) {
        Vector values(rows);
        Random(1).fillNormal(RandomStream::TrainingNoise, 0, std::uint32_t(i), values);
        table.push_back({.name = "c" + std::to_string(i),
                         .values = std::vector<double>(values.begin(), values.end()),
                         .missing = MissingMask(std::size_t(rows))});
    }
    return std::make_shared<const Dataset>("wide", "", std::move(table));
}

void trainEpochs(Trainer& trainer, std::uint32_t epochs) {
    for (const std::uint32_t last = trainer.state().epoch + epochs; trainer.state().epoch < last;)
        trainer.step();
}

/// At least so many steps, and to the end of the epoch.
void trainSteps(Trainer& trainer, std::int64_t steps) {
    for (const std::int64_t last = trainer.state().step + steps;
         trainer.state().step < last || trainer.state().position != 0;)
        trainer.step();
}

}  // namespace

class AllocationTest : public QObject {
    Q_OBJECT

private slots:
    void theCheckFindsAnAllocation() {
        const NoAllocation check;
        QVERIFY_THROWS_EXCEPTION(std::logic_error, Matrix(3, 3).setZero());
    }

    void theCheckFindsATemporaryInsideTheCore() {
        const Hyperparameters hyperparameters = settings({8}, 32);
        Trainer trainer(prepareSample("iris", hyperparameters), hyperparameters, {});
        const NoAllocation check;
        QVERIFY_THROWS_EXCEPTION(std::logic_error, trainer.modelSnapshot());
    }

    void aStepAllocatesNothingOnceItsBatchIsSettled_data() {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<QList<qint64>>("hidden");
        QTest::addColumn<int>("batch");
        QTest::addColumn<QString>("activation");
        QTest::addColumn<QString>("likelihood");
        const QList<qint64> two{64, 64};
        QTest::newRow("numbers, smaller last batch") << "wine" << two << 50 << "silu"
                                                     << "auto";
        QTest::newRow("missing cells and categories") << "penguins" << two << 32 << "silu"
                                                      << "auto";
        QTest::newRow("linear") << "penguins" << QList<qint64>{} << 32 << "silu"
                                << "auto";
        QTest::newRow("pictures") << "digits" << two << 128 << "relu"
                                  << "bernoulli";
        QTest::newRow("one batch an epoch") << "iris" << QList<qint64>{16} << 1000 << "tanh"
                                            << "auto";
        QTest::newRow("single rows") << "iris" << QList<qint64>{16} << 1 << "silu"
                                     << "auto";
    }

    void aStepAllocatesNothingOnceItsBatchIsSettled() {
        QFETCH(QString, sample);
        QFETCH(QList<qint64>, hidden);
        QFETCH(int, batch);
        QFETCH(QString, activation);
        QFETCH(QString, likelihood);
        Hyperparameters hyperparameters = settings({hidden.begin(), hidden.end()}, batch);
        hyperparameters.activation = activation.toStdString();
        hyperparameters.likelihood = likelihood.toStdString();
        Trainer trainer(prepareSample(sample.toStdString(), hyperparameters), hyperparameters, {});
        trainEpochs(trainer, 2);
        const NoAllocation check;
        // More than 200 steps, so that the parameters are kept for a return at least twice.
        QVERIFY_THROWS_NO_EXCEPTION(trainSteps(trainer, 210));
    }

    void severalThreadsAllocateNothingEither() {
        const Hyperparameters hyperparameters = settings({64, 64}, 128);
        Trainer trainer(prepareSample("digits", hyperparameters), hyperparameters,
                        {.threads = 3, .parallelThreshold = 0});
        trainEpochs(trainer, 2);
        const NoAllocation check;
        QVERIFY_THROWS_NO_EXCEPTION(trainEpochs(trainer, 2));
    }

    /// In double, 200 units need as many bytes to pack as the 400 of the usual image model in float32.
    void largeMatrixProductsAllocateNothing() {
        Hyperparameters hyperparameters = settings({200, 200}, 128);
        hyperparameters.latent = 20;
        const DatasetPtr table = wideTable(300, 784);
        Trainer trainer(prepareTrainingData(table, assignRoles(*table), hyperparameters), hyperparameters,
                        {});
        trainEpochs(trainer, 1);
        const NoAllocation check;
        QVERIFY_THROWS_NO_EXCEPTION(trainEpochs(trainer, 2));
    }

    void aSmallerBatchAllocatesNothing() {
        const Hyperparameters hyperparameters = settings({32}, 128);
        Trainer trainer(prepareSample("digits", hyperparameters), hyperparameters, {});
        trainEpochs(trainer, 1);
        for (const std::int64_t batch : {100, 33, 7}) {
            trainer.apply(hyperparameterSpec("batch"), batch);
            const NoAllocation check;
            QVERIFY_THROWS_NO_EXCEPTION(trainEpochs(trainer, 1));
        }
    }
};

QTEST_GUILESS_MAIN(AllocationTest)
#include "allocation_test.moc"
