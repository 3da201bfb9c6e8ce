#include "core/training/patience.h"

#include <QtTest>

#include "tests/support/small_run.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

class PatienceTest : public QObject {
    Q_OBJECT

private slots:
    void patienceEndsAsManyEpochsAfterTheBest_data() {
        QTest::addColumn<int>("patience");
        QTest::addColumn<double>("warmup");
        QTest::addColumn<int>("epoch");
        QTest::addColumn<bool>("validationDue");
        QTest::addColumn<double>("validation");
        QTest::addColumn<bool>("ended");
        QTest::newRow("one epoch before") << 10 << 0.0 << 14 << false << 0.2 << false;
        QTest::newRow("as many") << 10 << 0.0 << 15 << false << 0.2 << true;
        QTest::newRow("without patience") << 0 << 0.0 << 1000 << false << 0.2 << false;
        QTest::newRow("warming up") << 10 << 29.5 << 39 << false << 0.2 << false;
        QTest::newRow("warmed up") << 10 << 29.5 << 40 << false << 0.2 << true;
        QTest::newRow("not judged yet") << 10 << 0.0 << 15 << true << 0.2 << false;
        QTest::newRow("nothing to judge by") << 10 << 0.0 << 15 << false << 0.0 << false;
    }

    void patienceEndsAsManyEpochsAfterTheBest() {
        QFETCH(int, patience);
        QFETCH(double, warmup);
        QFETCH(int, epoch);
        QFETCH(bool, validationDue);
        QFETCH(double, validation);
        QFETCH(bool, ended);
        TrainerState state;
        state.hyperparameters = smallModel();
        state.hyperparameters.patience = patience;
        state.hyperparameters.klWarmup = warmup;
        state.hyperparameters.validation = validation;
        state.patienceFrom = 5;
        state.epoch = std::uint32_t(epoch);
        state.validationDue = validationDue;
        QCOMPARE(outOfPatience(state, *prepareSample("iris", state.hyperparameters)), ended);
    }
};

QTEST_GUILESS_MAIN(PatienceTest)
#include "patience_test.moc"
