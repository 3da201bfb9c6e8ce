#include "core/training/schedule.h"

#include <QTest>
#include <cmath>

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

    void betaRisesInTheFirstHalfOfEachCycle_data() {
        QTest::addColumn<double>("epoch");
        QTest::addColumn<double>("expected");
        QTest::newRow("start") << 0.0 << 0.0;
        QTest::newRow("rising") << 2.0 << 1.2;
        QTest::newRow("top") << 5.0 << 3.0;
        QTest::newRow("second half") << 9.5 << 3.0;
        QTest::newRow("next cycle") << 10.0 << 0.0;
        QTest::newRow("rising again") << 31.0 << 0.6;
    }

    void betaRisesInTheFirstHalfOfEachCycle() {
        QFETCH(double, epoch);
        QFETCH(double, expected);
        QCOMPARE(scheduledBeta({.beta = 3, .klCycle = 10}, epoch), expected);
    }

    void learningRateFollowsItsSchedule_data() {
        QTest::addColumn<QString>("schedule");
        QTest::addColumn<double>("epoch");
        QTest::addColumn<double>("plateauFactor");
        QTest::addColumn<double>("expected");
        QTest::newRow("constant") << "constant" << 50.0 << 0.25 << 0.02;
        QTest::newRow("plateau") << "plateau" << 50.0 << 0.25 << 0.005;
        QTest::newRow("cosine, start") << "cosine" << 0.0 << 0.25 << 0.02;
        QTest::newRow("cosine, half way") << "cosine" << 50.0 << 1.0 << 0.01;
        QTest::newRow("cosine, end") << "cosine" << 100.0 << 1.0 << 0.0;
        QTest::newRow("cosine, beyond the end") << "cosine" << 150.0 << 1.0 << 0.0;
    }

    void learningRateFollowsItsSchedule() {
        QFETCH(QString, schedule);
        QFETCH(double, epoch);
        QFETCH(double, plateauFactor);
        QFETCH(double, expected);
        const Hyperparameters hyperparameters{
            .learningRate = 0.02, .learningRateSchedule = schedule.toStdString(), .epochs = 100};
        QVERIFY(std::abs(scheduledLearningRate(hyperparameters, epoch, plateauFactor) - expected) < 1e-12);
    }

    void schedulesThatOutlastTheRunAreNamed() {
        QVERIFY(scheduleProblems({.klWarmup = 100, .klCycle = 100, .epochs = 100}).empty());
        const Problems problems = scheduleProblems({.klWarmup = 101, .epochs = 100});
        QCOMPARE(problems.size(), std::size_t(1));
        QVERIFY(problems[0].code == ProblemCode::ScheduleOutlastsRun);
        QVERIFY(describe(problems[0]).find("kl-warmup takes 101 epochs") != std::string::npos);
        QCOMPARE(scheduleProblems({.klCycle = 1e5, .epochs = 100}).size(), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(ScheduleTest)
#include "schedule_test.moc"
