// Looking back at a run that goes on.

#include "ui/training/timeline_viewer.h"

#include <QSignalSpy>
#include <QTest>

#include "core/training/trainer.h"
#include "tests/support/last_snapshot.h"
#include "tests/support/patient_waits.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

TrainingDataPtr prepared(const std::string& sample) {
    const DatasetPtr dataset = readSample(sample);
    return prepareTrainingData(dataset, assignRoles(*dataset), recommendedHyperparameters(dataset->rows()));
}

/// A table of more rows than are shown while training.
TrainingDataPtr preparedLongTable() {
    std::vector<Column> columns;
    for (std::uint32_t i = 0; i < 3; ++i) {
        Vector values(kLiveRows + 1000);
        Random(1).fillNormal(RandomStream::TrainingNoise, 0, i, values);
        columns.push_back({.name = "c" + std::to_string(i),
                           .values = std::vector<double>(values.begin(), values.end()),
                           .missing = MissingMask(std::size_t(values.size()))});
    }
    const auto dataset = std::make_shared<const Dataset>("long", "", std::move(columns));
    return prepareTrainingData(dataset, assignRoles(*dataset), recommendedHyperparameters(dataset->rows()));
}

/// What a view would be shown, drawn at once.
class Watched {
public:
    TrainingController controller;
    TimelineViewer viewer{controller};
    LastSnapshot shown;
    QSignalSpy moments{&viewer, &TimelineViewer::momentChanged};

    Watched() {
        QObject::connect(&viewer, &TimelineViewer::snapshotReady, &viewer,
                         [this](const LatentSnapshotPtr& snapshot) {
                             shown = snapshot;
                             viewer.consumed();
                         });
    }

    const Timeline& timeline() const { return controller.runs().find(controller.currentRun())->timeline; }

    void trainEpochs(int epochs) {
        for (int i = 0; i < epochs; ++i) {
            const double before = controller.progress().epoch;
            controller.oneEpoch();
            QTRY_COMPARE(controller.progress().epoch, before + 1);
            QTRY_VERIFY(controller.state() == RunState::Paused);
        }
    }
};

}  // namespace

class TimelineViewerTest : public QObject {
    Q_OBJECT

private slots:
    void aKeptMomentIsShownAsItWas() {
        const TrainingDataPtr data = prepared("wine");
        Watched watched;
        watched.controller.openTable(data, false);
        watched.trainEpochs(4);
        QTRY_COMPARE(watched.timeline().states().size(), std::size_t(5));
        const TrainerStatePtr kept = watched.timeline().states()[2];
        watched.viewer.lookAt(kept->step);
        QCOMPARE(watched.viewer.moment(), kept);
        QCOMPARE(watched.viewer.epoch(), 2.0);
        QTRY_COMPARE(watched.shown->step, kept->step);
        QCOMPARE(watched.shown->epoch, 2.0);
        QCOMPARE(watched.shown->run, watched.controller.currentRun());
        QVERIFY(watched.shown->model->parameters == kept->parameters);
        // What a trainer that stopped there would encode.
        Trainer there(data, kept->hyperparameters, {});
        while (there.state().step < kept->step)
            there.step();
        Matrix means(2, data->table.rows());
        there.encodeMeans(there.state().parameters, *watched.shown->rows, means, 0);
        QVERIFY(watched.shown->means.isApprox(means, 1e-5f));

        watched.viewer.goLive();
        QVERIFY(watched.viewer.isLive());
        QCOMPARE(watched.shown->step, watched.controller.progress().step);
    }

    void theRunGoesOnUnseen() {
        Watched watched;
        watched.controller.openTable(prepared("wine"), false);
        watched.controller.setHyperparameter(hyperparameterSpec("epochs"), std::int64_t(1000000));
        watched.controller.setHyperparameter(hyperparameterSpec("patience"), std::int64_t(0));
        watched.trainEpochs(2);
        watched.viewer.lookAt(0);
        QTRY_COMPARE(watched.shown->step, std::int64_t(0));
        QSignalSpy live(&watched.controller, &TrainingController::snapshotReady);
        watched.controller.run();
        // The worker is told that its pictures are dealt with: else it would send one at most.
        QTRY_VERIFY(live.size() >= 3);
        QCOMPARE(watched.shown->step, std::int64_t(0));
        watched.viewer.goLive();
        QTRY_VERIFY(watched.shown->step > 1000);
    }

    void ofALongTableAllRowsAreShownWhenTheHandRests() {
        Watched watched;
        watched.controller.openTable(preparedLongTable(), false);
        watched.trainEpochs(2);
        // More, where an epoch takes long.
        QTRY_VERIFY(watched.timeline().states().size() >= 3);
        QTRY_COMPARE(watched.shown->means.cols(), kLiveRows + 1000);
        QList<Index> columns;
        connect(&watched.viewer, &TimelineViewer::snapshotReady, &watched.viewer,
                [&](const LatentSnapshotPtr& snapshot) { columns << snapshot->means.cols(); });
        watched.viewer.lookAt(0);
        QTRY_COMPARE(columns, QList<Index>({kLiveRows, kLiveRows + 1000}));
        QCOMPARE(watched.shown->step, std::int64_t(0));
    }

    void aDragEndsAtItsLastMoment() {
        Watched watched;
        watched.controller.openTable(prepared("digits"), false);
        watched.trainEpochs(3);
        // More, where an epoch takes long.
        QTRY_VERIFY(watched.timeline().states().size() >= 4);
        for (int i = 0; i < 20; ++i)
            watched.viewer.lookAt(watched.timeline().states()[std::size_t(i % 3)]->step);
        const std::int64_t last = watched.viewer.moment()->step;
        QTRY_COMPARE(watched.shown->step, last);
    }

    void aNewRunIsLiveAndNothingOfTheEarlierOneArrives() {
        Watched watched;
        watched.controller.openTable(prepared("digits"), false);
        watched.trainEpochs(2);
        // More, where an epoch takes long.
        QTRY_VERIFY(watched.timeline().states().size() >= 3);
        for (int i = 0; i < 5; ++i) {
            bool stale = false;
            QObject receiver;
            connect(&watched.viewer, &TimelineViewer::snapshotReady, &receiver,
                    [&](const LatentSnapshotPtr& snapshot) {
                        stale = stale || snapshot->run != watched.controller.currentRun();
                    });
            watched.viewer.lookAt(0);
            QVERIFY(!watched.viewer.isLive());
            watched.controller.restart(false);
            QVERIFY(watched.viewer.isLive());
            QTRY_VERIFY(watched.shown->run == watched.controller.currentRun());
            QVERIFY(!stale);
            watched.trainEpochs(1);
            QTRY_VERIFY(watched.timeline().states().size() >= 2);
        }
    }
};

QTEST_MAIN(TimelineViewerTest)
#include "timeline_viewer_test.moc"
