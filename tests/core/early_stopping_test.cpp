// When a run ends, and which of its models is kept.

#include <QTest>
#include <algorithm>
#include <limits>

#include "tests/support/small_run.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

class EarlyStoppingTest : public QObject {
    Q_OBJECT

private slots:
    void moreEpochsLetAFinishedRunGoOn() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.epochs = 1;
        Trainer trainer(prepareSample("iris", hyperparameters), hyperparameters, {});
        while (!trainer.finished())
            trainer.step();
        trainer.apply(hyperparameterSpec("epochs"), std::int64_t(2));
        QVERIFY(!trainer.finished());
    }

    /// Not even where the learning rate follows a plateau that they might have interrupted.
    void moreEpochsChangeNoStep() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.learningRate = 1e-2;
        hyperparameters.learningRateSchedule = "plateau";
        hyperparameters.patience = 0;
        hyperparameters.epochs = 400;
        const TrainingDataPtr data = prepareSample("iris", hyperparameters);
        Trainer whole(data, hyperparameters, {});
        while (!whole.finished())
            whole.step();
        QVERIFY(whole.state().plateauFactor < 1);
        hyperparameters.epochs = 5;
        Trainer longer(data, hyperparameters, {});
        for (const std::int64_t epochs : {100, 107, 400}) {
            while (!longer.finished())
                longer.step();
            longer.apply(hyperparameterSpec("epochs"), epochs);
        }
        while (!longer.finished())
            longer.step();
        QVERIFY(longer.state().parameters == whole.state().parameters);
    }

    void renewedPatienceLasts() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.epochs = 100000;
        hyperparameters.patience = 5;
        const TrainingDataPtr data = prepareSample("iris", hyperparameters);
        Trainer trainer(data, hyperparameters, {});
        while (!trainer.finished())
            trainer.step();
        const std::uint32_t stopped = trainer.state().epoch;
        const BestModel best = trainer.state().best;
        trainer.renewPatience();
        QVERIFY(!trainer.finished());
        while (!trainer.finished())
            trainer.step();
        QVERIFY(trainer.state().epoch >= stopped + 5);
        QVERIFY(trainer.state().best.elbo >= best.elbo);

        hyperparameters.patience = 0;
        Trainer alone(data, hyperparameters, {});
        while (alone.state().step < trainer.state().step)
            alone.step();
        QVERIFY(alone.state().parameters == trainer.state().parameters);
    }

    void patienceEndsARunThatNoLongerImproves() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.epochs = 100000;
        hyperparameters.patience = 5;
        Trainer trainer(prepareSample("iris", hyperparameters), hyperparameters, {});
        while (!trainer.finished())
            trainer.step();
        QVERIFY(trainer.outOfPatience());
        QVERIFY(!trainer.epochsDone());
        QCOMPARE(trainer.state().epoch, trainer.state().best.epoch + 5);
        QVERIFY(trainer.keepsBest());
        QVERIFY(trainer.bestSnapshot()->parameters == *trainer.state().best.parameters);
        double best = -std::numeric_limits<double>::infinity();
        for (const ValidationRecord& record : trainer.takeHistory().validation)
            best = std::max(best, record.terms.elbo());
        QCOMPARE(trainer.state().best.elbo, best);
    }

    void patienceEndsARunThatNoLongerImprovesAndKeepsTheBest() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.hidden = {64, 64};
        hyperparameters.start = "plain";
        hyperparameters.learningRate = 0.01;
        hyperparameters.epochs = 2000;
        hyperparameters.patience = 15;
        const TrainingDataPtr data = prepareSample("iris", hyperparameters);
        Trainer trainer(data, hyperparameters, {});
        while (!trainer.finished())
            trainer.step();
        QVERIFY(trainer.outOfPatience());
        QVERIFY(trainer.state().epoch < 2000);
        QCOMPARE(trainer.state().epoch - trainer.state().best.epoch, 15u);
        QVERIFY(trainer.keepsBest());
        QVERIFY(trainer.bestSnapshot()->parameters == *trainer.state().best.parameters);
        QVERIFY(trainer.bestSnapshot()->parameters != trainer.modelSnapshot()->parameters);
        // The best of all that were recorded, and what was recorded is its own ELBO.
        double best = -1e300;
        for (const ValidationRecord& record : trainer.takeHistory().validation)
            best = std::max(best, record.terms.elbo());
        QCOMPARE(trainer.state().best.elbo, best);
        // A live change gives the run another chance.
        trainer.apply(hyperparameterSpec("learning-rate"), 1e-4);
        QVERIFY(!trainer.finished());
    }

    void withoutPatienceTheLastParametersAreKept() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.patience = 0;
        hyperparameters.learningRate = 0.05;
        hyperparameters.epochs = 60;
        Trainer trainer(prepareSample("iris", hyperparameters), hyperparameters, {});
        while (!trainer.finished())
            trainer.step();
        QCOMPARE(trainer.state().epoch, 60u);
        QVERIFY(!trainer.keepsBest());
        QVERIFY(trainer.bestSnapshot()->parameters == trainer.state().parameters);
    }

    /// The warm-up's own objective is not judged by the ELBO at β = 1.
    void patienceWaitsForTheEndOfTheWarmUp() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.learningRate = 0;
        hyperparameters.klWarmup = 20;
        hyperparameters.patience = 3;
        hyperparameters.epochs = 100;
        Trainer trainer(prepareSample("iris", hyperparameters), hyperparameters, {});
        while (!trainer.finished())
            trainer.step();
        QCOMPARE(trainer.state().epoch, 23u);
    }

    void thePlateauScheduleHalvesTheLearningRate() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.learningRate = 0;
        hyperparameters.patience = 0;
        hyperparameters.epochs = 45;
        Trainer trainer(prepareSample("iris", hyperparameters), hyperparameters, {});
        while (!trainer.finished())
            trainer.step();
        QCOMPARE(trainer.state().plateauFactor, 0.25);
        trainer.apply(hyperparameterSpec("batch"), std::int64_t(8));
        QCOMPARE(trainer.state().plateauFactor, 0.25);
        trainer.apply(hyperparameterSpec("learning-rate"), 0.01);
        QCOMPARE(trainer.state().plateauFactor, 1.0);
    }

    void anotherObjectiveIsLearnedInFullSteps() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.learningRate = 0;
        hyperparameters.patience = 0;
        hyperparameters.epochs = 25;
        Trainer trainer(prepareSample("iris", hyperparameters), hyperparameters, {});
        while (!trainer.finished())
            trainer.step();
        QCOMPARE(trainer.state().plateauFactor, 0.5);
        trainer.apply(hyperparameterSpec("beta"), 4.0);
        QCOMPARE(trainer.state().plateauFactor, 1.0);
    }
};

QTEST_GUILESS_MAIN(EarlyStoppingTest)
#include "early_stopping_test.moc"
