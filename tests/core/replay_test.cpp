// A run that was steered is repeated from its log of edits.

// clang-format off: moc of Qt 6.4 has to see QTest before <compare>.
#include <QTest>
// clang-format on

#include "core/training/replay.h"
#include "tests/support/small_run.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

RunPlace placeOf(const Trainer& trainer) {
    return trainer.state().place();
}

/// A model whose validation takes several pieces.
Hyperparameters largeModel() {
    Hyperparameters hyperparameters;
    hyperparameters.hidden = {512, 512};
    hyperparameters.batch = 512;
    hyperparameters.epochs = 3;
    hyperparameters.learningRateSchedule = "plateau";
    return hyperparameters;
}

void trainIntoAValidation(Trainer& trainer) {
    while (!trainer.state().validationDue)
        QVERIFY(trainer.step().outcome == StepReport::Outcome::Stepped);
}

}  // namespace

class ReplayTest : public QObject {
    Q_OBJECT

private slots:
    void theEditsLeadToTheSameParameters() {
        const Hyperparameters hyperparameters = smallModel();
        const TrainingDataPtr data = prepareSample("wine", hyperparameters);
        Trainer steered(data, hyperparameters, {});
        runSteps(steered, 4);
        steered.apply(hyperparameterSpec("beta"), 4.0);
        runSteps(steered, 4);
        steered.apply(hyperparameterSpec("batch"), std::int64_t(7));
        // Two of one step.
        steered.apply(hyperparameterSpec("learning-rate"), 1e-2);
        steered.apply(hyperparameterSpec("learning-rate"), 1e-4);
        runSteps(steered, 8);
        const Vector parameters = steered.state().parameters;
        const RunPlace place = placeOf(steered);
        runSteps(steered, 3);
        // After the end that is asked for.
        steered.apply(hyperparameterSpec("beta"), 0.1);
        const MetricsHistory history = steered.takeHistory();
        QCOMPARE(history.edits.size(), std::size_t(5));

        Trainer repeated(data, hyperparameters, {});
        QVERIFY(replay(repeated, history, place));
        QVERIFY(repeated.state().parameters == parameters);
        Trainer unedited(data, hyperparameters, {});
        QVERIFY(replay(unedited, {}, place));
        QVERIFY(unedited.state().parameters != parameters);
    }

    void soTheyDoThroughDivergencesAndBackToTheBest() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.clipNorm = 0;
        const TrainingDataPtr data = prepareSample("wine", hyperparameters);
        Trainer steered(data, hyperparameters, {});
        runSteps(steered, 130);
        for (int i = 1; i <= 2; ++i) {
            steered.apply(hyperparameterSpec("learning-rate"), 1e6);
            while (steered.state().divergences < i)
                steered.step();
            // At the step at which it diverged: after that, not before.
            if (i == 2)
                steered.recover();
            steered.apply(hyperparameterSpec("learning-rate"), 1e-3);
            runSteps(steered, 30);
        }
        const MetricsHistory history = steered.takeHistory();
        QCOMPARE(history.edits.size(), std::size_t(4));
        QCOMPARE(history.edits[1].divergences, std::int64_t(1));
        Trainer repeated(data, hyperparameters, {});
        QVERIFY(replay(repeated, history, placeOf(steered)));
        QVERIFY(repeated.state().parameters == steered.state().parameters);
    }

    void aBranchIsRepeatedFromTheStartOfTheFirstRun() {
        const Hyperparameters hyperparameters = smallModel();
        const TrainingDataPtr data = prepareSample("wine", hyperparameters);
        Trainer parent(data, hyperparameters, {});
        runSteps(parent, 10);
        parent.apply(hyperparameterSpec("beta"), 3.0);
        runSteps(parent, 17);
        const TrainerState kept(parent.state());
        MetricsHistory history = parent.takeHistory();
        QCOMPARE(kept.edits, std::int64_t(1));

        Trainer branch(data, hyperparameters, {});
        branch.restore(kept);
        branch.apply(hyperparameterSpec("clip-norm"), 0.0);
        branch.apply(hyperparameterSpec("learning-rate"), 1e6);
        // Back to what the run before it had kept.
        while (branch.state().divergences == 0)
            branch.step();
        branch.apply(hyperparameterSpec("learning-rate"), 1e-3);
        runSteps(branch, 20);
        history.append(branch.takeHistory());
        Trainer repeated(data, hyperparameters, {});
        QVERIFY(replay(repeated, history, placeOf(branch)));
        QVERIFY(repeated.state().parameters == branch.state().parameters);
    }

    void aRunThatWentBackToItsBestIsRepeated() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.clipNorm = 0;
        const TrainingDataPtr data = prepareSample("wine", hyperparameters);
        Trainer steered(data, hyperparameters, {});
        runSteps(steered, 130);
        steered.apply(hyperparameterSpec("learning-rate"), 1e6);
        while (steered.state().divergences == 0)
            steered.step();
        steered.apply(hyperparameterSpec("learning-rate"), 1e-3);
        steered.recover();
        runSteps(steered, 30);
        // Not only after a divergence.
        steered.recover();
        runSteps(steered, 20);
        const MetricsHistory history = steered.takeHistory();
        QCOMPARE(history.recoveries.size(), std::size_t(2));
        Trainer repeated(data, hyperparameters, {});
        QVERIFY(replay(repeated, history, placeOf(steered)));
        QVERIFY(repeated.state().parameters == steered.state().parameters);
        MetricsHistory unrecovered = history;
        unrecovered.recoveries.clear();
        Trainer other(data, hyperparameters, {});
        QVERIFY(replay(other, unrecovered, placeOf(steered)));
        QVERIFY(other.state().parameters != steered.state().parameters);
    }

    void aLargeValidationIsDoneInPiecesThatChangeNothing() {
        const Hyperparameters hyperparameters = largeModel();
        const TrainingDataPtr data = prepareSample("digits", hyperparameters);
        Trainer trainer(data, hyperparameters, {});
        trainIntoAValidation(trainer);
        const std::int64_t step = trainer.state().step;
        const Vector parameters = trainer.state().parameters;
        trainer.takeHistory();
        StepReport report;
        int pieces = 0;
        for (; trainer.state().validationDue; ++pieces) {
            QVERIFY(!trainer.finished());
            report = trainer.step();
            QCOMPARE(report.rows, Index(0));
            QVERIFY(report.outcome == (trainer.state().validationDue ? StepReport::Outcome::Validated
                                                                     : StepReport::Outcome::EpochEnded));
        }
        QVERIFY(pieces > 1);
        QCOMPARE(trainer.state().step, step);
        QVERIFY(trainer.state().parameters == parameters);
        const MetricsHistory history = trainer.takeHistory();
        QCOMPARE(history.validation.size(), std::size_t(1));
        QCOMPARE(history.validation.front().terms, trainer.evaluate(data->split.validation));
    }

    void editsAmidAValidationAreRepeatedThere() {
        const Hyperparameters hyperparameters = largeModel();
        const TrainingDataPtr data = prepareSample("digits", hyperparameters);
        Trainer steered(data, hyperparameters, {});
        trainIntoAValidation(steered);
        steered.apply(hyperparameterSpec("beta"), 4.0);
        const TrainerState kept = steered.state();
        while (steered.state().validationDue)
            steered.step();
        steered.apply(hyperparameterSpec("learning-rate"), 1e-2);
        runSteps(steered, 2);
        const Vector parameters = steered.state().parameters;
        const MetricsHistory history = steered.takeHistory();
        QVERIFY(!history.edits[0].validated);
        QVERIFY(history.edits[1].validated);

        Trainer repeated(data, hyperparameters, {});
        QVERIFY(replay(repeated, history, placeOf(steered)));
        QVERIFY(repeated.state().parameters == parameters);

        Trainer branch(data, hyperparameters, {});
        branch.restore(kept);
        while (branch.state().validationDue)
            branch.step();
        branch.apply(hyperparameterSpec("learning-rate"), 1e-2);
        runSteps(branch, 2);
        QVERIFY(branch.state().parameters == parameters);
        QCOMPARE(branch.state().best.elbo, steered.state().best.elbo);
    }

    void editsOfAnotherRunAreNoticed() {
        const Hyperparameters hyperparameters = smallModel();
        Trainer trainer(prepareSample("wine", hyperparameters), hyperparameters, {});
        const HyperparameterEdit edit{
            .step = 5, .key = "beta", .before = 1.0, .after = 2.0, .divergences = 1};
        QVERIFY(!replay(trainer, {.edits = {edit}}, {.step = 10, .divergences = 1}));
        QCOMPARE(trainer.state().step, std::int64_t(6));
    }

    void aRunThatDivergesWhereTheOtherDidNotIsGivenUp() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.clipNorm = 0;
        hyperparameters.learningRate = 1e6;
        Trainer trainer(prepareSample("wine", hyperparameters), hyperparameters, {});
        QVERIFY(!replay(trainer, {}, {.step = 100000}));
        QCOMPARE(trainer.state().divergences, std::int64_t(1));
    }
};

QTEST_GUILESS_MAIN(ReplayTest)
#include "replay_test.moc"
