#include "ui/training/update_pace.h"

#include <QElapsedTimer>
#include <QtTest>
#include <thread>

using namespace latentscape::ui;

namespace {

/// Keeps a core busy for so many seconds of its time; gives up where its clock stands still.
double workFor(double seconds) {
    const std::function<double()> clock = processorClockOfThisThread();
    const double start = clock();
    QElapsedTimer timer;
    timer.start();
    while (clock() - start < seconds && timer.elapsed() < 60'000)
        continue;
    return clock() - start;
}

}  // namespace

class UpdatePaceTest : public QObject {
    Q_OBJECT

private slots:
    void updatesComeAsOftenAsTheTrainingCanAfford_data() {
        QTest::addColumn<bool>("stepsUseAllThreads");
        QTest::addColumn<double>("drawn");
        QTest::addColumn<double>("interval");
        QTest::newRow("small model") << false << 0.0 << 0.1;
        QTest::newRow("small model in a slow window") << false << 0.5 << 0.1;
        QTest::newRow("large model, nothing drawn") << true << 0.0 << 0.4;
        QTest::newRow("large model, quick window") << true << 0.005 << 0.4;
        QTest::newRow("large model") << true << 0.009 << 0.6;
        QTest::newRow("large model in a slow window") << true << 0.3 << 1.0;
    }

    void updatesComeAsOftenAsTheTrainingCanAfford() {
        QFETCH(bool, stepsUseAllThreads);
        QFETCH(double, drawn);
        QFETCH(double, interval);
        double window = 7;
        UpdatePace pace([&window] { return window; });
        pace.updated();
        window += drawn;
        QCOMPARE(pace.interval(stepsUseAllThreads), interval);
        // What was drawn before counts no more.
        pace.updated();
        QCOMPARE(pace.interval(stepsUseAllThreads), stepsUseAllThreads ? 0.4 : 0.1);
    }

    void theClockCountsWhatItsOwnThreadDoesAlone() {
        const std::function<double()> clock = processorClockOfThisThread();
        const double start = clock();
        double elsewhere = 0;
        std::thread([&] { elsewhere = workFor(0.2); }).join();
        QVERIFY(elsewhere >= 0.2);
        QVERIFY2(clock() - start < elsewhere, "the work of another thread was counted");
        QVERIFY(workFor(0.02) >= 0.02);
    }

    void theClockIsReadFromAnotherThread() {
        const std::function<double()> clock = processorClockOfThisThread();
        const double here = clock();
        double there = 0;
        std::thread([&] { there = clock(); }).join();
        QVERIFY(there >= here);
        QVERIFY(there < here + 1);
    }
};

QTEST_GUILESS_MAIN(UpdatePaceTest)
#include "update_pace_test.moc"
