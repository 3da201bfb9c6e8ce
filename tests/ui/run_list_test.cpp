// The runs of a session: what is kept of each, and what is forgotten.

#include <QSignalSpy>
#include <QTest>

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

/// Trains `epochs` epochs to their end.
void train(TrainingController& controller, std::int64_t epochs) {
    controller.setHyperparameter(hyperparameterSpec("epochs"), epochs);
    controller.run();
    QTRY_VERIFY(controller.state() == RunState::Finished);
}

}  // namespace

class RunListTest : public QObject {
    Q_OBJECT

private slots:
    void eachRunKeepsWhatItHasTold() {
        TrainingController controller;
        controller.openTable(prepared("iris"), false);
        train(controller, 3);
        controller.setHyperparameter(hyperparameterSpec("latent"), std::int64_t(3));
        controller.restart(false);
        train(controller, 5);

        const std::vector<RunRecord>& runs = controller.runs().runs();
        QCOMPARE(runs.size(), std::size_t(2));
        QCOMPARE(runs[0].hyperparameters.latent, std::int64_t(2));
        QCOMPARE(runs[1].hyperparameters.latent, std::int64_t(3));
        QCOMPARE(runs[0].history.validation.size(), std::size_t(4));
        QCOMPARE(runs[1].history.validation.size(), std::size_t(6));
        QCOMPARE(runs[0].progress.epoch, 3.0);
        QVERIFY(runs[0].state == RunState::Finished);
        QVERIFY(runs[0].name != runs[1].name);
        QVERIFY(runs[0].colour != runs[1].colour);
        QVERIFY(!runs[1].clock.empty());
        QCOMPARE(runs[1].clock.back().step, runs[1].progress.step);
    }

    void aRunThatWasNeverTrainedIsNotKept() {
        TrainingController controller;
        controller.openTable(prepared("iris"), false);
        controller.setHyperparameter(hyperparameterSpec("latent"), std::int64_t(3));
        controller.setHyperparameter(hyperparameterSpec("latent"), std::int64_t(4));
        QCOMPARE(controller.runs().runs().size(), std::size_t(1));
        QCOMPARE(controller.runs().runs().front().hyperparameters.latent, std::int64_t(4));
    }

    void anotherTableForgetsTheRuns() {
        TrainingController controller;
        controller.openTable(prepared("iris"), false);
        train(controller, 2);
        QSignalSpy removed(&controller.runs(), &RunList::runRemoved);
        controller.openTable(prepared("wine"), false);
        QCOMPARE(removed.size(), qsizetype(1));
        QCOMPARE(controller.runs().runs().size(), std::size_t(1));
        QCOMPARE(controller.history().training.size(), std::size_t(0));
    }

    void runsThatDifferInTheModelAloneShareTheEncodedTable() {
        TrainingController controller;
        controller.openTable(prepared("iris"), false);
        train(controller, 2);
        controller.setHyperparameter(hyperparameterSpec("hidden"), std::vector<std::int64_t>{16});
        controller.restart(false);
        train(controller, 3);
        controller.newSeed();
        QTRY_VERIFY(controller.data());
        const std::vector<RunRecord>& runs = controller.runs().runs();
        QCOMPARE(runs.size(), std::size_t(3));
        QCOMPARE(runs[1].data, runs[0].data);
        QVERIFY(runs[2].data != runs[0].data);
        QVERIFY(runs[2].data->split.training != runs[0].data->split.training);
    }

    void aPersonMayRenameHideAndRemoveARun() {
        TrainingController controller;
        controller.openTable(prepared("iris"), false);
        train(controller, 2);
        RunList& runs = controller.runs();
        const quint64 run = controller.currentRun();
        QSignalSpy changed(&runs, &RunList::runChanged);
        runs.rename(run, QStringLiteral("  "));
        QCOMPARE(changed.size(), qsizetype(0));
        runs.rename(run, QStringLiteral(" strong β "));
        QCOMPARE(runs.find(run)->name, QStringLiteral("strong β"));
        runs.setVisible(run, false);
        QVERIFY(!runs.find(run)->visible);
        QCOMPARE(changed.size(), qsizetype(2));
        runs.remove(run);
        QVERIFY(!runs.find(run));
        QVERIFY(controller.history().training.empty());
    }
};

QTEST_GUILESS_MAIN(RunListTest)
#include "run_list_test.moc"
