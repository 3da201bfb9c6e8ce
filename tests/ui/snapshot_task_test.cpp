#include "ui/support/snapshot_task.h"

#include <QTest>
#include <atomic>

#include "tests/support/trained_models.h"
#include "ui/support/thread_pools.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// A task that counts its computations and notes which steps were shown.
struct Watched {
    TrainedSample sample = trainSample("iris", 1);
    std::atomic<int> computed = 0;
    std::vector<std::int64_t> shown;
    SnapshotTask<int> task{
        [this](const TrainingData&, const ModelSnapshot&) { return ++computed; },
        [this](int, const LatentSnapshotPtr& snapshot) { shown.push_back(snapshot->step); }};

    Watched() { task.setTrainingData(sample.data); }

    LatentSnapshotPtr snapshot(std::int64_t step) const {
        auto made = std::make_shared<LatentSnapshot>();
        made->step = step;
        made->model = sample.model;
        return made;
    }
    /// Lets the event loop do what it has to do, and what the pool hands back.
    static void settle() {
        viewPool()->waitForDone();
        QCoreApplication::processEvents();
    }
};

using Steps = std::vector<std::int64_t>;

}  // namespace

class SnapshotTaskTest : public QObject {
    Q_OBJECT

private slots:
    void nothingIsComputedForAHiddenView() {
        Watched watched;
        watched.task.setSnapshot(watched.snapshot(1));
        watched.task.setSnapshot(watched.snapshot(2));
        Watched::settle();
        QCOMPARE(watched.computed.load(), 0);
        watched.task.setShown(true);
        QTRY_COMPARE(watched.shown, (Steps{2}));
        watched.task.setShown(false);
        watched.task.setShown(true);
        Watched::settle();
        QCOMPARE(watched.computed.load(), 1);
    }

    void aPausedModelIsShownAtOnce() {
        Watched watched;
        watched.task.setShown(true);
        for (int step = 1; step <= 5; ++step) {
            watched.task.setSnapshot(watched.snapshot(step));
            QTRY_VERIFY(!watched.shown.empty() && watched.shown.back() == step);
        }
        QCOMPARE(watched.computed.load(), 5);
    }

    void whileTrainingSnapshotsAreLeftOutUntilItPauses() {
        Watched watched;
        watched.task.setShown(true);
        watched.task.setTraining(true);
        watched.task.setSnapshot(watched.snapshot(1));
        QTRY_COMPARE(watched.shown, (Steps{1}));
        for (int step = 2; step <= 50; ++step)
            watched.task.setSnapshot(watched.snapshot(step));
        Watched::settle();
        QCOMPARE(watched.shown, (Steps{1}));
        watched.task.setTraining(false);
        QTRY_COMPARE(watched.shown, (Steps{1, 50}));
    }

    void whileTrainingTheNewestSnapshotIsShownAfterAWhile() {
        Watched watched;
        watched.task.setShown(true);
        watched.task.setTraining(true);
        watched.task.setSnapshot(watched.snapshot(1));
        QTRY_COMPARE(watched.shown, (Steps{1}));
        watched.task.setSnapshot(watched.snapshot(2));
        watched.task.setSnapshot(watched.snapshot(3));
        QTRY_COMPARE(watched.shown, (Steps{1, 3}));
    }

    void snapshotsOfEarlierDataAreDropped() {
        Watched watched;
        watched.task.setSnapshot(watched.snapshot(1));
        watched.task.setTrainingData(watched.sample.data);
        watched.task.setShown(true);
        Watched::settle();
        watched.task.setSnapshot(watched.snapshot(2));
        watched.task.setTrainingData(nullptr);
        Watched::settle();
        watched.task.setSnapshot(watched.snapshot(3));
        Watched::settle();
        QVERIFY(watched.shown.empty());
    }

    void aModelOfOtherColumnsIsIgnored() {
        Watched watched;
        watched.task.setShown(true);
        auto other = std::make_shared<LatentSnapshot>();
        other->model = trainSample("wine", 1).model;
        watched.task.setSnapshot(other);
        watched.task.setSnapshot(std::make_shared<LatentSnapshot>());
        watched.task.setSnapshot(nullptr);
        Watched::settle();
        QCOMPARE(watched.computed.load(), 0);
    }
};

QTEST_GUILESS_MAIN(SnapshotTaskTest)
#include "snapshot_task_test.moc"
