#include "core/training/schedule.h"

#include <QTest>

using namespace latentscape;

class ScheduleTest : public QObject {
    Q_OBJECT

private slots:
    void betaRisesLinearlyOverTheWarmUp_data() {
        QTest::addColumn<double>("beta");
        QTest::addColumn<double>("warmup");
        QTest::addColumn<double>("epoch");
        QTest::addColumn<double>("expected");
        QTest::newRow("no warm-up, at the start") << 2.0 << 0.0 << 0.0 << 2.0;
        QTest::newRow("no warm-up, later") << 2.0 << 0.0 << 7.5 << 2.0;
        QTest::newRow("at the start") << 2.0 << 10.0 << 0.0 << 0.0;
        QTest::newRow("within the first epoch") << 2.0 << 10.0 << 0.25 << 0.05;
        QTest::newRow("half way") << 2.0 << 10.0 << 5.0 << 1.0;
        QTest::newRow("at its end") << 2.0 << 10.0 << 10.0 << 2.0;
        QTest::newRow("after its end") << 2.0 << 10.0 << 1e6 << 2.0;
        QTest::newRow("shorter than an epoch") << 4.0 << 0.5 << 0.25 << 2.0;
        QTest::newRow("β of zero") << 0.0 << 10.0 << 5.0 << 0.0;
    }

    void betaRisesLinearlyOverTheWarmUp() {
        QFETCH(double, beta);
        QFETCH(double, warmup);
        QFETCH(double, epoch);
        QFETCH(double, expected);
        QCOMPARE(scheduledBeta({.beta = beta, .klWarmup = warmup}, epoch), expected);
    }
};

QTEST_GUILESS_MAIN(ScheduleTest)
#include "schedule_test.moc"
