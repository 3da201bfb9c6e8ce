#include "core/support/parallel.h"

#include <QTest>
#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace latentscape;

class ParallelTest : public QObject {
    Q_OBJECT

private slots:
    void everyPartRunsOnce_data() {
        QTest::addColumn<int>("threads");
        QTest::addColumn<int>("parts");
        for (const int threads : {1, 2, 3, 8})
            for (const int parts : {0, 1, 2, 7, 100})
                QTest::addRow("%d threads, %d parts", threads, parts) << threads << parts;
    }

    void everyPartRunsOnce() {
        QFETCH(int, threads);
        QFETCH(int, parts);
        WorkerTeam team(threads);
        QCOMPARE(team.threads(), threads);
        std::vector<int> runs(std::size_t(parts), 0);
        team.forEach(parts, [&](int part) { ++runs[std::size_t(part)]; });
        for (const int count : runs)
            QCOMPARE(count, 1);
    }

    /// Many short pieces of work in a row: a lost wake-up would hang, a missing barrier would be a data race.
    void manyShortPiecesStayInOrder() {
        WorkerTeam team(3);
        std::vector<long> sums(6, 0);
        for (long round = 1; round <= 5000; ++round) {
            team.forEach(int(sums.size()), [&](int part) { sums[std::size_t(part)] += round; });
            QCOMPARE(sums.front(), sums.back());
        }
        QCOMPARE(sums[3], 5000L * 5001 / 2);
    }

    /// Nobody waits for a thread whose core is busy with something else: the others take the parts that it
    /// has not begun. Here the second thread cannot go on before all others are done.
    void partsOfABusyThreadAreTakenByTheOthers() {
        constexpr int kParts = 20;
        WorkerTeam team(2);
        std::atomic<int> done = 0;
        std::vector<int> runs(kParts, 0);
        const std::thread::id caller = std::this_thread::get_id();
        team.forEach(kParts, [&](int part) {
            ++runs[std::size_t(part)];
            if (std::this_thread::get_id() != caller)
                while (done < kParts - 1)
                    std::this_thread::yield();
            ++done;
        });
        QCOMPARE(runs, std::vector<int>(kParts, 1));
    }

    void theFirstFailureIsThrownWhenAllIsDone() {
        WorkerTeam team(3);
        std::vector<int> runs(100, 0);
        const auto failing = [&](int part) {
            ++runs[std::size_t(part)];
            if (part == 40 || part == 7)
                throw std::out_of_range(std::to_string(part));
        };
        try {
            team.forEachThrowing(int(runs.size()), failing);
            QFAIL("nothing was thrown");
        } catch (const std::out_of_range& failure) {
            QCOMPARE(std::string(failure.what()), std::string("7"));
        }
        for (const int count : runs)
            QCOMPARE(count, 1);
        team.forEachThrowing(3, [&](int part) { ++runs[std::size_t(part)]; });
        QCOMPARE(runs[2], 2);
    }

    void anIdleTeamStops() { const WorkerTeam team(4); }
};

QTEST_GUILESS_MAIN(ParallelTest)
#include "parallel_test.moc"
