// The training thread through its controller: commands in, snapshots out.

#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <limits>
#include <random>

#include "core/training/replay.h"
#include "core/training/trainer.h"
#include "tests/support/last_snapshot.h"
#include "tests/support/patient_waits.h"
#include "tests/support/tables.h"
#include "ui/training/training_controller.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

TrainingDataPtr prepared(const std::string& sample) {
    const DatasetPtr dataset = readSample(sample);
    return prepareTrainingData(dataset, assignRoles(*dataset), recommendedHyperparameters(dataset->rows()));
}

/// Neither epochs nor patience end the run.
void letRun(TrainingController& controller) {
    controller.setHyperparameter(hyperparameterSpec("epochs"), std::int64_t(1000000));
    controller.setHyperparameter(hyperparameterSpec("patience"), std::int64_t(0));
}

/// A controller whose snapshots are drawn at once.
class WatchedController {
public:
    TrainingController controller;
    LastSnapshot last;
    QSignalSpy snapshots{&controller, &TrainingController::snapshotReady};

    /// Of the run that trains.
    const RunRecord& record() const { return *controller.runs().find(controller.currentRun()); }

    WatchedController() {
        QObject::connect(&controller, &TrainingController::snapshotReady, &controller,
                         [this](const LatentSnapshotPtr& snapshot) {
                             last = snapshot;
                             controller.snapshotConsumed();
                         });
    }
};

}  // namespace

class TrainingWorkerTest : public QObject {
    Q_OBJECT

private slots:
    void aTableIsShownBeforeAnythingIsTrained() {
        WatchedController watched;
        watched.controller.openTable(prepared("iris"), false);
        QTRY_VERIFY(watched.last);
        QCOMPARE(watched.last->step, std::int64_t(0));
        QCOMPARE(watched.last->totalRows, Index(150));
        QCOMPARE(watched.last->means.cols(), Index(150));
        QVERIFY(watched.controller.state() == RunState::Paused);
        QVERIFY(!watched.controller.history().validation.empty());
    }

    void aRunEndsByItselfAndShowsAllRows() {
        WatchedController watched;
        watched.controller.openTable(prepared("iris"), false);
        watched.controller.setHyperparameter(hyperparameterSpec("patience"), std::int64_t(0));
        watched.controller.setHyperparameter(hyperparameterSpec("epochs"), std::int64_t(20));
        watched.controller.toggleRunning();
        QTRY_VERIFY(watched.controller.state() == RunState::Finished);
        QCOMPARE(watched.controller.progress().epoch, 20.0);
        QVERIFY(!watched.controller.progress().endedByPatience);
        QVERIFY(!watched.controller.progress().keepsBest);
        QTRY_COMPARE(watched.last->epoch, 20.0);
        QCOMPARE(watched.last->means.cols(), Index(150));
        QCOMPARE(watched.controller.history().training.size(), std::size_t(20));
        QCOMPARE(watched.controller.history().validation.size(), std::size_t(21));
    }

    void patienceEndsARunAndShowsItsBestEpoch() {
        WatchedController watched;
        watched.controller.openTable(prepared("iris"), false);
        watched.controller.setHyperparameter(hyperparameterSpec("epochs"), std::int64_t(1000000));
        watched.controller.setHyperparameter(hyperparameterSpec("patience"), std::int64_t(5));
        watched.controller.run();
        QTRY_VERIFY(watched.controller.state() == RunState::Finished);
        const MetricsUpdate end = watched.controller.progress();
        QVERIFY(end.endedByPatience);
        QVERIFY(end.keepsBest);
        QCOMPARE(double(end.bestEpoch) + 5, end.epoch);
        double best = -std::numeric_limits<double>::infinity();
        for (const ValidationRecord& record : watched.controller.history().validation)
            best = std::max(best, record.terms.elbo());
        QCOMPARE(end.bestElbo, best);
        QTRY_COMPARE(watched.last->epoch, double(end.bestEpoch));
        QCOMPARE(watched.last->means.cols(), Index(150));
    }

    void aRunThatPatienceEndedGoesOnFromItsNewestParameters() {
        WatchedController watched;
        watched.controller.openTable(prepared("iris"), false);
        watched.controller.setHyperparameter(hyperparameterSpec("epochs"), std::int64_t(1000000));
        watched.controller.setHyperparameter(hyperparameterSpec("patience"), std::int64_t(5));
        watched.controller.run();
        QTRY_VERIFY(watched.controller.state() == RunState::Finished);
        const double stopped = watched.controller.progress().epoch;
        QTRY_VERIFY(watched.last->epoch < stopped);
        // Slow enough for a snapshot on the way, however busy the machine is; and then to the end.
        watched.controller.setPace(2);
        watched.controller.run();
        QTRY_VERIFY(watched.last->epoch > stopped);
        watched.controller.setPace(0);
        QTRY_VERIFY(watched.controller.progress().epoch >= stopped + 5);
        QTRY_VERIFY(watched.controller.state() == RunState::Finished);
    }

    void finishingByHandShowsTheBestEpochToo() {
        WatchedController watched;
        watched.controller.openTable(prepared("iris"), false);
        // With such steps nothing stays as good as it once was.
        watched.controller.setHyperparameter(hyperparameterSpec("learning-rate"), 0.05);
        watched.controller.setHyperparameter(hyperparameterSpec("patience"), std::int64_t(1000000));
        watched.controller.setHyperparameter(hyperparameterSpec("epochs"), std::int64_t(1000000));
        watched.controller.run();
        QTRY_VERIFY(double(watched.controller.progress().bestEpoch) + 5 <
                    watched.controller.progress().epoch);
        watched.controller.finish();
        QTRY_VERIFY(watched.controller.state() == RunState::Finished);
        const MetricsUpdate end = watched.controller.progress();
        QVERIFY(!end.endedByPatience);
        QVERIFY(end.keepsBest);
        QTRY_COMPARE(watched.last->epoch, double(end.bestEpoch));
    }

    void aLikelihoodThatDoesNotFitIsRefusedAndTheRunGoesOn() {
        WatchedController watched;
        QSignalSpy refusals(&watched.controller, &TrainingController::rolesRefused);
        watched.controller.openTable(prepared("iris"), false);
        watched.controller.oneEpoch();
        QTRY_COMPARE(watched.controller.progress().epoch, 1.0);
        const ColumnRoles before = watched.controller.roles();
        ColumnRoles counts = before;
        counts.likelihoods[0] = "poisson";
        watched.controller.setRoles(counts);
        QCOMPARE(refusals.size(), 1);
        QVERIFY(refusals[0][0].value<Problem>().code == ProblemCode::LikelihoodDoesNotFit);
        QVERIFY(watched.controller.roles() == before);
        QCOMPARE(watched.controller.pendingCount(), 0);

        ColumnRoles positive = before;
        positive.likelihoods[0] = "log-normal";
        watched.controller.setRoles(positive);
        QCOMPARE(watched.controller.pendingCount(), 1);
        watched.controller.restart(false);
        QTRY_VERIFY(watched.controller.data());
        QCOMPARE(watched.controller.data()->preprocessor.columns()[0].likelihood, std::string("log-normal"));
    }

    void whatIsRecommendedFollowsTheRowsThatAreUsed() {
        WatchedController watched;
        watched.controller.openTable(prepared("digits"), false);
        QTRY_VERIFY(watched.controller.data());
        QCOMPARE(watched.controller.edited().batch, std::int64_t(64));
        watched.controller.setHyperparameter(hyperparameterSpec("patience"), std::int64_t(7));
        watched.controller.setRows({.sampleRows = 400});
        QTRY_COMPARE(watched.controller.running().batch, std::int64_t(16));
        QTRY_VERIFY(watched.controller.data());
        QCOMPARE(watched.controller.data()->usedRows(), Index(400));
        QVERIFY(watched.controller.recommended() == recommendedHyperparameters(400, 64));
        QCOMPARE(watched.controller.edited().batch, std::int64_t(16));
        QCOMPARE(watched.controller.edited().patience, std::int64_t(7));
        QCOMPARE(watched.controller.pendingCount(), 0);
    }

    void whatWasSetByHandStaysForOtherRows() {
        WatchedController watched;
        watched.controller.openTable(prepared("digits"), false);
        watched.controller.setHyperparameter(hyperparameterSpec("batch"), std::int64_t(100));
        watched.controller.setRows({.sampleRows = 400});
        QTRY_VERIFY(watched.controller.data() && watched.controller.data()->usedRows() == 400);
        QCOMPARE(watched.controller.edited().batch, std::int64_t(100));
        QCOMPARE(watched.controller.recommended().batch, std::int64_t(16));
    }

    /// Watched, paused and resumed, the run ends in the parameters of one that nobody watched.
    void pausesAndSnapshotsChangeNoBit() {
        const TrainingDataPtr data = prepared("wine");
        Hyperparameters hyperparameters = recommendedHyperparameters(data->dataset->rows());
        hyperparameters.epochs = 60;
        // Shown as it is at the end, not as it was best.
        hyperparameters.patience = 0;
        Trainer alone(data, hyperparameters, {});
        while (!alone.finished())
            alone.step();

        WatchedController watched;
        watched.controller.openTable(data, false);
        watched.controller.setHyperparameter(hyperparameterSpec("patience"), std::int64_t(0));
        watched.controller.setHyperparameter(hyperparameterSpec("epochs"), std::int64_t(60));
        for (int i = 1; i <= 5; ++i) {
            watched.controller.oneEpoch();
            QTRY_COMPARE(watched.controller.progress().epoch, double(i));
            QTRY_VERIFY(watched.controller.state() == RunState::Paused);
        }
        watched.controller.run();
        QTRY_VERIFY(watched.controller.state() == RunState::Finished);
        QTRY_COMPARE(watched.last->step, alone.state().step);
        QVERIFY(watched.last->model->parameters == alone.state().parameters);
    }

    void oneStepWhileItRunsIsItsLast() {
        WatchedController watched;
        watched.controller.openTable(prepared("wine"), true);
        QTRY_VERIFY(watched.controller.progress().step > 3);
        watched.controller.oneStep();
        QTRY_VERIFY(watched.controller.state() == RunState::Paused);
        const std::int64_t step = watched.controller.progress().step;
        watched.controller.oneStep();
        QTRY_COMPARE(watched.controller.progress().step, step + 1);
        QTRY_VERIFY(watched.controller.state() == RunState::Paused);
        QTRY_COMPARE(watched.last->step, step + 1);
    }

    void liveEditsReachTheRunWithoutABreak() {
        WatchedController watched;
        watched.controller.openTable(prepared("wine"), true);
        letRun(watched.controller);
        QTRY_VERIFY(watched.controller.progress().step > 100);
        watched.controller.setHyperparameter(hyperparameterSpec("beta"), 4.0);
        QTRY_COMPARE(watched.controller.history().edits.size(), std::size_t(3));
        const HyperparameterEdit edit = watched.controller.history().edits.back();
        QCOMPARE(edit.key, std::string("beta"));
        QVERIFY(edit.step >= 100);
        QVERIFY(watched.controller.state() == RunState::Running);
        // Steps are told of before the record that covers them.
        QTRY_VERIFY(watched.controller.history().training.back().step > edit.step);
        QCOMPARE(watched.controller.history().training.back().beta, 4.0);
    }

    void editsThatNeedARestartWaitForIt() {
        WatchedController watched;
        watched.controller.openTable(prepared("iris"), false);
        watched.controller.oneEpoch();
        QTRY_COMPARE(watched.controller.progress().epoch, 1.0);
        QTRY_VERIFY(watched.controller.state() == RunState::Paused);
        watched.controller.setHyperparameter(hyperparameterSpec("latent"), std::int64_t(3));
        QCOMPARE(watched.controller.pendingCount(), 1);
        QCOMPARE(watched.controller.running().latent, std::int64_t(2));
        watched.controller.restart(false);
        QCOMPARE(watched.controller.pendingCount(), 0);
        QTRY_COMPARE(watched.last->means.rows(), Index(3));
        QCOMPARE(watched.last->step, std::int64_t(0));
    }

    void beforeTheFirstStepARestartLosesNothingAndHappensAtOnce() {
        WatchedController watched;
        watched.controller.openTable(prepared("iris"), false);
        QTRY_VERIFY(watched.last);
        watched.controller.setHyperparameter(hyperparameterSpec("latent"), std::int64_t(3));
        QCOMPARE(watched.controller.pendingCount(), 0);
        QTRY_COMPARE(watched.last->means.rows(), Index(3));
    }

    void rowsThatAreLeftOutAreShownButNotLearnedFrom() {
        WatchedController watched;
        watched.controller.openTable(prepared("iris"), false);
        QTRY_VERIFY(watched.controller.data());
        watched.controller.setRows({.filter = "species == 'setosa'"});
        QTRY_VERIFY(watched.controller.data() &&
                    watched.controller.data()->rows == watched.controller.rows());
        QCOMPARE(watched.controller.pendingCount(), 0);
        const Split& split = watched.controller.data()->split;
        QCOMPARE(split.training.size() + split.validation.size(), std::size_t(50));
        watched.controller.oneEpoch();
        QTRY_VERIFY(watched.controller.state() == RunState::Paused && watched.last->epoch == 1);
        QCOMPARE(watched.last->means.cols(), Index(150));
        watched.controller.setRows({});
        QCOMPARE(watched.controller.pendingCount(), 1);
        watched.controller.restart(false);
        QCOMPARE(watched.controller.pendingCount(), 0);
    }

    void aFilterThatIsNotUnderstoodIsRefusedAndNothingChanges() {
        WatchedController watched;
        watched.controller.openTable(prepared("iris"), false);
        QVERIFY_EXCEPTION_THROWN(watched.controller.setRows({.filter = "species == setosa"}), Error);
        QVERIFY(watched.controller.rows() == RowRequest());
    }

    void aValueOutOfRangeIsRefusedAndNothingChanges() {
        WatchedController watched;
        watched.controller.openTable(prepared("iris"), false);
        const Hyperparameters before = watched.controller.edited();
        QVERIFY_EXCEPTION_THROWN(
            watched.controller.setHyperparameter(hyperparameterSpec("latent"), std::int64_t(0)), Error);
        QVERIFY(watched.controller.edited() == before);
    }

    void divergenceStopsTheRunAndSaysSo() {
        WatchedController watched;
        QSignalSpy failures(&watched.controller, &TrainingController::failed);
        watched.controller.openTable(prepared("wine"), true);
        letRun(watched.controller);
        watched.controller.setHyperparameter(hyperparameterSpec("clip-norm"), 0.0);
        watched.controller.setHyperparameter(hyperparameterSpec("learning-rate"), 1e6);
        QTRY_VERIFY(watched.controller.state() == RunState::Diverged);
        QTRY_COMPARE(failures.size(), 1);
        QVERIFY(failures[0][0].value<Problem>().code == ProblemCode::TrainingDiverged);
        QTRY_VERIFY(watched.last->means.allFinite());
        watched.controller.setHyperparameter(hyperparameterSpec("learning-rate"), 1e-3);
        const std::int64_t step = watched.controller.progress().step;
        watched.controller.run();
        QTRY_VERIFY(watched.controller.progress().step > step + 10);
    }

    void snapshotsOfAnEarlierRunAreDropped() {
        WatchedController watched;
        watched.controller.openTable(prepared("digits"), true);
        QTRY_VERIFY(watched.last);
        watched.controller.openTable(prepared("iris"), false);
        watched.last.reset();
        QTRY_VERIFY(watched.last);
        QCOMPARE(watched.last->totalRows, Index(150));
    }

    void noSecondSnapshotComesBeforeTheFirstIsDrawn() {
        TrainingController controller;
        QSignalSpy snapshots(&controller, &TrainingController::snapshotReady);
        controller.openTable(prepared("wine"), true);
        letRun(controller);
        QTRY_COMPARE(snapshots.size(), 1);
        const std::int64_t step = controller.progress().step;
        QTRY_VERIFY_WITH_TIMEOUT(controller.progress().step > step + 2000, 60000);
        QCOMPARE(snapshots.size(), 1);
        controller.snapshotConsumed();
        QTRY_COMPARE(snapshots.size(), 2);
    }

    void paceHoldsTheRunBack() {
        WatchedController watched;
        watched.controller.setPace(20);
        watched.controller.openTable(prepared("iris"), true);
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY(watched.controller.progress().epoch >= 10);
        QVERIFY(clock.elapsed() > 300);
    }

    void statesAreKeptFromTheStartOnAndAtEachStop() {
        WatchedController watched;
        watched.controller.openTable(prepared("iris"), false);
        letRun(watched.controller);
        QTRY_COMPARE(watched.record().timeline.states().size(), std::size_t(1));
        QCOMPARE(watched.record().timeline.states()[0]->step, std::int64_t(0));
        watched.controller.oneEpoch();
        QTRY_VERIFY(watched.controller.state() == RunState::Paused &&
                    watched.controller.progress().epoch == 1);
        QTRY_COMPARE(watched.record().timeline.states().back()->step, watched.controller.progress().step);
        // Twice a second while it trains.
        watched.controller.run();
        QTRY_VERIFY(watched.record().timeline.states().size() >= 5);
        watched.controller.finish();
        QTRY_VERIFY(watched.controller.state() == RunState::Finished);
        QTRY_COMPARE(watched.record().timeline.states().back()->step, watched.controller.progress().step);
        QVERIFY(watched.record().timeline.bytes() > 0);
        QVERIFY(watched.record().timeline.bytes() <= watched.record().timeline.budget());
    }

    void aStateIsKeptBeforeALiveChange() {
        WatchedController watched;
        watched.controller.openTable(prepared("iris"), true);
        letRun(watched.controller);
        QTRY_VERIFY(watched.controller.progress().epoch > 2);
        watched.controller.setHyperparameter(hyperparameterSpec("beta"), 4.0);
        QTRY_COMPARE(watched.controller.history().edits.size(), std::size_t(3));
        const HyperparameterEdit edit = watched.controller.history().edits.back();
        const TrainerStatePtr before = watched.record().timeline.at(edit.step);
        QVERIFY(before);
        QCOMPARE(before->hyperparameters.beta, 1.0);
        QCOMPARE(before->edits, std::int64_t(2));
    }

    /// Reports of a branch that is trained on are those of the run that it left.
    void aBranchTrainedOnGivesTheSameLossesAndParameters_data() {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<bool>("ended");
        QTest::newRow("wine, paused") << "wine" << false;
        QTest::newRow("wine, ended") << "wine" << true;
        QTest::newRow("penguins: cells missing, ended") << "penguins" << true;
    }

    void aBranchTrainedOnGivesTheSameLossesAndParameters() {
        QFETCH(QString, sample);
        QFETCH(bool, ended);
        WatchedController watched;
        TrainingController& controller = watched.controller;
        controller.openTable(prepared(sample.toStdString()), false);
        controller.setHyperparameter(hyperparameterSpec("patience"), std::int64_t(0));
        controller.setHyperparameter(hyperparameterSpec("epochs"), std::int64_t(12));
        controller.setHyperparameter(hyperparameterSpec("beta"), 2.0);
        for (int i = 1; i <= 5; ++i) {
            controller.oneEpoch();
            QTRY_COMPARE(controller.progress().epoch, double(i));
            QTRY_VERIFY(controller.state() == RunState::Paused);
        }
        controller.setHyperparameter(hyperparameterSpec("beta"), 3.0);
        controller.run();
        QTRY_VERIFY(controller.state() == RunState::Finished);
        QTRY_COMPARE(watched.last->epoch, 12.0);
        const quint64 first = controller.currentRun();
        const MetricsHistory whole = controller.history();
        const Vector end = watched.last->model->parameters;
        const std::int64_t step = controller.history().validation[5].step;
        if (ended) {
            controller.restart(false);
            // Waits for the next restart, and does not come along.
            controller.oneEpoch();
            QTRY_COMPARE(controller.progress().epoch, 1.0);
            QTRY_VERIFY(controller.state() == RunState::Paused);
            controller.setHyperparameter(hyperparameterSpec("latent"), std::int64_t(5));
        }

        QVERIFY(!controller.branch(first, step + 1));
        QVERIFY(controller.branch(first, step));
        QCOMPARE(controller.pendingCount(), 0);
        QVERIFY(controller.currentRun() != first);
        QCOMPARE(watched.record().name, QString("Run 1 from epoch 5"));
        QCOMPARE(watched.record().branchedFrom->run, first);
        QCOMPARE(watched.record().branchedFrom->step, step);
        QCOMPARE(watched.record().timeline.states().back(), controller.runs().find(first)->timeline.at(step));
        QCOMPARE(controller.history().edits.size(), std::size_t(3));
        QCOMPARE(controller.history().validation.size(), std::size_t(6));
        QCOMPARE(controller.history().validation.back().step, step);
        QTRY_VERIFY(controller.state() == RunState::Paused);
        QCOMPARE(controller.progress().step, step);
        QCOMPARE(controller.progress().epoch, 5.0);
        QCOMPARE(controller.running().beta, 2.0);
        QTRY_VERIFY(watched.last->run == controller.currentRun());
        QCOMPARE(watched.last->step, step);

        controller.setHyperparameter(hyperparameterSpec("beta"), 3.0);
        controller.run();
        QTRY_VERIFY(controller.state() == RunState::Finished);
        QTRY_COMPARE(watched.last->epoch, 12.0);
        QVERIFY(watched.last->model->parameters == end);
        QVERIFY(controller.history().training == whole.training);
        QVERIFY(controller.history().validation == whole.validation);
    }

    void aSecondBranchFromThereHasAnotherName() {
        WatchedController watched;
        watched.controller.openTable(prepared("iris"), false);
        watched.controller.oneEpoch();
        QTRY_VERIFY(watched.controller.state() == RunState::Paused &&
                    watched.controller.progress().epoch == 1);
        const quint64 first = watched.controller.currentRun();
        const std::int64_t step = watched.controller.progress().step;
        for (const char* const name : {"Run 1 from epoch 1", "Run 1 from epoch 1 (2)"}) {
            QTRY_VERIFY(watched.controller.runs().find(first)->timeline.at(step));
            QVERIFY(watched.controller.branch(first, step));
            QCOMPARE(watched.record().name, QString(name));
            watched.controller.oneEpoch();
            QTRY_VERIFY(watched.controller.state() == RunState::Paused &&
                        watched.controller.progress().epoch == 2);
        }
        QCOMPARE(watched.controller.runs().runs().size(), std::size_t(3));
    }

    void aBranchThatWasNeverTrainedIsNotKept() {
        WatchedController watched;
        watched.controller.openTable(prepared("iris"), false);
        watched.controller.oneEpoch();
        QTRY_VERIFY(watched.controller.state() == RunState::Paused &&
                    watched.controller.progress().epoch == 1);
        const quint64 first = watched.controller.currentRun();
        const std::int64_t step = watched.controller.progress().step;
        QTRY_VERIFY(watched.controller.branch(first, step));
        QTRY_VERIFY(watched.controller.state() == RunState::Paused);
        QVERIFY(watched.controller.branch(first, step));
        QCOMPARE(watched.controller.runs().runs().size(), std::size_t(2));
        QCOMPARE(watched.record().name, QString("Run 1 from epoch 1"));
    }

    /// The log of edits, without a window and without a clock, leads to the same parameters.
    void aRunSteeredByHandIsReplayedToTheSameParameters() {
        const TrainingDataPtr data = prepared("wine");
        WatchedController watched;
        TrainingController& controller = watched.controller;
        controller.openTable(data, true);
        letRun(controller);
        const double rate = controller.running().learningRate;
        const std::vector<std::pair<std::string, double>> changes{
            {"beta", 4.0}, {"beta", 0.1}, {"learning-rate", rate / 10}};
        for (const auto& [key, value] : changes) {
            const std::int64_t step = controller.progress().step;
            QTRY_VERIFY(controller.progress().step > step + 30);
            controller.setHyperparameter(hyperparameterSpec(key), value);
        }
        QTRY_COMPARE(controller.history().edits.size(), std::size_t(5));
        const std::int64_t step = controller.progress().step;
        QTRY_VERIFY(controller.progress().step > step + 30);
        controller.pause();
        QTRY_VERIFY(controller.state() == RunState::Paused);
        QTRY_COMPARE(watched.last->step, controller.progress().step);
        Trainer headless(data, recommendedHyperparameters(data->dataset->rows()), {});
        QVERIFY(replay(headless, controller.history(), {.step = controller.progress().step}));
        QVERIFY(headless.state().parameters == watched.last->model->parameters);
    }

    /// Diverged, recovered by the doctor's way, and branched from in between.
    void soIsARunThatRecovered() {
        const TrainingDataPtr data = prepared("wine");
        WatchedController watched;
        TrainingController& controller = watched.controller;
        controller.openTable(data, true);
        letRun(controller);
        QTRY_VERIFY(controller.progress().epoch > 20);
        controller.setHyperparameter(hyperparameterSpec("clip-norm"), 0.0);
        controller.setHyperparameter(hyperparameterSpec("learning-rate"), 1e6);
        QTRY_VERIFY(controller.state() == RunState::Diverged);
        controller.setHyperparameter(hyperparameterSpec("learning-rate"), 1e-3);
        controller.recover();
        const std::int64_t diverged = controller.progress().step;
        QTRY_VERIFY(controller.progress().step > diverged + 100);
        controller.pause();
        QTRY_VERIFY(controller.state() == RunState::Paused);
        QTRY_VERIFY(watched.record().timeline.at(controller.progress().step));
        QVERIFY(controller.branch(controller.currentRun(), controller.progress().step));
        QTRY_VERIFY(controller.state() == RunState::Paused);
        controller.setHyperparameter(hyperparameterSpec("beta"), 2.0);
        controller.oneEpoch();
        QTRY_VERIFY(controller.history().edits.size() == 6 && controller.state() == RunState::Paused);
        QTRY_VERIFY(watched.last->run == controller.currentRun() &&
                    watched.last->step == controller.progress().step);
        QCOMPARE(controller.history().recoveries.size(), std::size_t(1));
        Trainer headless(data, recommendedHyperparameters(data->dataset->rows()), {});
        QVERIFY(
            replay(headless, controller.history(), {.step = controller.progress().step, .divergences = 1}));
        QVERIFY(headless.state().parameters == watched.last->model->parameters);
    }

    /// Edits by a timer, as fast as a hand can drag, while it trains.
    void editsEveryTenMillisecondsAreAllRecorded() {
        WatchedController watched;
        TrainingController& controller = watched.controller;
        controller.openTable(prepared("wine"), true);
        letRun(controller);
        int made = 0;
        const auto mapStep = [&] { return watched.last ? watched.last->step : std::int64_t(-1); };
        std::int64_t early = -1;
        std::int64_t late = -1;
        QTimer hand;
        connect(&hand, &QTimer::timeout, &controller, [&] {
            ++made;
            if (made == 50)
                early = mapStep();
            if (made == 200)
                late = mapStep();
            controller.setHyperparameter(hyperparameterSpec("beta"), 1 + 0.001 * made);
            if (made == 200)
                hand.stop();
        });
        hand.start(10);
        QTRY_COMPARE_WITH_TIMEOUT(controller.history().edits.size(), std::size_t(202), 60000);
        QVERIFY(controller.state() == RunState::Running);
        const std::int64_t step = controller.progress().step;
        QTRY_VERIFY(controller.progress().step > step);
        QCOMPARE(controller.history().edits.back().after, HyperparameterValue(1.2));
        QVERIFY2(late > early, "the map stood still meanwhile");
    }

    void anotherTableInMidRunLeavesNothingOfTheFirst() {
        WatchedController watched;
        TrainingController& controller = watched.controller;
        for (const char* const sample : {"wine", "iris", "penguins"}) {
            const TrainingDataPtr data = prepared(sample);
            controller.openTable(data, true);
            QCOMPARE(controller.runs().runs().size(), std::size_t(1));
            QTRY_VERIFY(controller.progress().step > 50);
            QTRY_VERIFY(watched.last && watched.last->run == controller.currentRun());
            QCOMPARE(watched.last->totalRows, data->table.rows());
            for (const TrainerStatePtr& state : watched.record().timeline.states())
                QVERIFY(state->step <= controller.progress().step || controller.state() == RunState::Running);
        }
    }

    /// Ten thousand commands in a random order. Whatever arrives belongs to the run that was begun last.
    void aStormOfCommandsEndsInAConsistentState() {
        constexpr int kCommands = 10000;
        WatchedController watched;
        TrainingController& controller = watched.controller;
        bool stale = false;
        connect(&controller, &TrainingController::snapshotReady, &controller,
                [&](const LatentSnapshotPtr& snapshot) {
                    stale = stale || snapshot->run != controller.currentRun();
                });
        connect(&controller, &TrainingController::metricsUpdated, &controller,
                [&](const MetricsUpdate& update) { stale = stale || update.run != controller.currentRun(); });
        controller.openTable(prepared("iris"), true);
        QTRY_VERIFY(controller.progress().step > 0);
        std::mt19937 random(5);
        int branches = 0;
        for (int i = 0; i < kCommands; ++i) {
            const unsigned choice = random() % 100;
            if (choice < 40) {
                controller.pause();
            } else if (choice < 80) {
                controller.run();
            } else if (choice < 85) {
                controller.oneEpoch();
            } else if (choice < 90) {
                controller.finish();
            } else if (choice < 91) {
                controller.restart(random() % 2 == 0);
            } else if (choice < 92) {
                const std::vector<RunRecord>& runs = controller.runs().runs();
                const RunRecord& run = runs[random() % runs.size()];
                if (!run.timeline.empty()) {
                    const auto& states = run.timeline.states();
                    branches += controller.branch(run.run, states[random() % states.size()]->step) ? 1 : 0;
                }
            } else if (choice < 98) {
                controller.setHyperparameter(hyperparameterSpec("beta"), 0.5 + double(random() % 100) / 100);
            } else {
                QCoreApplication::processEvents();
            }
            if (i % 1000 == 0)
                QTRY_VERIFY(controller.state() != RunState::Preparing);
        }
        controller.pause();
        QTRY_VERIFY(controller.state() == RunState::Paused || controller.state() == RunState::Finished);
        QVERIFY(!stale);
        QVERIFY(branches > 5);
        // It still obeys, and counts as one run would.
        watched.last.reset();
        controller.restart(false);
        controller.oneEpoch();
        QTRY_COMPARE(controller.progress().epoch, 1.0);
        QTRY_VERIFY(watched.last && watched.last->epoch == 1);
    }

    void theControllerCanGoAtAnyMoment_data() {
        QTest::addColumn<bool>("waitForSteps");
        QTest::newRow("while the table is prepared") << false;
        QTest::newRow("while it trains") << true;
    }

    void theControllerCanGoAtAnyMoment() {
        QFETCH(bool, waitForSteps);
        TrainingController controller;
        controller.openTable(prepared("digits"), true);
        if (waitForSteps)
            QTRY_VERIFY(controller.progress().step > 0);
    }
};

QTEST_GUILESS_MAIN(TrainingWorkerTest)
#include "training_worker_test.moc"
