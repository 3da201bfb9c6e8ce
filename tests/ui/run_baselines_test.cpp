#include "ui/training/run_baselines.h"

#include <QSignalSpy>
#include <QTest>

#include "tests/support/small_run.h"
#include "tests/support/tables.h"

using namespace latentscape::testing;

namespace latentscape::ui {

/// What each run is compared with, fitted beside the training.
class RunBaselinesTest : public QObject {
    Q_OBJECT

private slots:
    void areOfTheRowsAndTheDimensionsOfTheRun() {
        const TrainingDataPtr data = prepareSample("iris", smallModel());
        TrainingController controller;
        const RunBaselines baselines(controller);
        controller.openTable(data, false);
        QTRY_VERIFY(baselines.baselines());
        const Baselines found =
            baselines.baselines()->judge(data->preprocessor, data->table, data->split.validation);
        const Baselines expected =
            fitBaselines(data->preprocessor, data->table, data->split.training, data->split.validation, 2);
        QCOMPARE(baselines.baselines()->latent(), Index(2));
        QCOMPARE(found.densities->ppca, expected.densities->ppca);
        QVERIFY(found.densities->ppca > found.densities->independent);
    }

    void areFittedOnceForRunsThatShareThem() {
        TrainingController controller;
        const RunBaselines baselines(controller);
        controller.openTable(prepareSample("iris", smallModel()), false);
        QTRY_VERIFY(baselines.baselines());
        const FittedBaselinesPtr first = baselines.baselines();
        QSignalSpy prepared(&controller, &TrainingController::dataPrepared);
        controller.setHyperparameter(hyperparameterSpec("learning-rate"), 1e-2);
        controller.restart(false);
        QTRY_COMPARE(prepared.count(), 1);
        QCOMPARE(baselines.baselines(), first);

        controller.setHyperparameter(hyperparameterSpec("latent"), std::int64_t(1));
        controller.restart(false);
        QTRY_VERIFY(baselines.baselines() && baselines.baselines() != first);
        QCOMPARE(baselines.baselines()->latent(), Index(1));
    }
};

}  // namespace latentscape::ui

QTEST_GUILESS_MAIN(latentscape::ui::RunBaselinesTest)
#include "run_baselines_test.moc"
