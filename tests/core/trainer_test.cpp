#include "core/training/trainer.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "core/model/ppca.h"
#include "tests/support/small_run.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

/// Every step goes through the team, however small.
Trainer::Options threads(int count) {
    return {.threads = count, .parallelThreshold = 0};
}

LossTerms lastValidation(const MetricsHistory& history) {
    return history.validation.back().terms;
}

}  // namespace

class TrainerTest : public QObject {
    Q_OBJECT

private slots:
    void bothTermsMoveAndTheBoundRises() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.start = "plain";
        hyperparameters.epochs = 40;
        Trainer trainer(prepareSample("digits", hyperparameters), hyperparameters, {});
        while (!trainer.finished())
            QVERIFY(trainer.step().outcome != StepReport::Outcome::Diverged);
        const MetricsHistory history = trainer.takeHistory();
        QCOMPARE(history.validation.size(), std::size_t(41));
        const LossTerms first = history.validation.front().terms;
        const LossTerms last = lastValidation(history);
        QVERIFY(last.elbo() > first.elbo() + 5);
        QVERIFY(last.reconstruction < first.reconstruction - 5);
        QVERIFY(last.kl > first.kl + 0.5);
    }

    void sameSeedGivesTheSameParametersForAnyNumberOfThreads_data() {
        QTest::addColumn<QString>("sample");
        QTest::newRow("digits") << "digits";
        QTest::newRow("penguins: cells missing, categories") << "penguins";
    }

    void sameSeedGivesTheSameParametersForAnyNumberOfThreads() {
        QFETCH(QString, sample);
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.batch = 128;
        const TrainingDataPtr data = prepareSample(sample.toStdString(), hyperparameters);
        Trainer one(data, hyperparameters, threads(1));
        Trainer two(data, hyperparameters, threads(2));
        Trainer three(data, hyperparameters, threads(3));
        for (Trainer* const trainer : {&one, &two, &three})
            runSteps(*trainer, 40);
        QVERIFY(one.state().parameters == two.state().parameters);
        QVERIFY(one.state().parameters == three.state().parameters);
        QVERIFY(one.takeHistory().validation == two.takeHistory().validation);
    }

    /// By the definitions, from the recorded terms.
    void theRecordedLossIsWhatIsMinimised_data() {
        QTest::addColumn<double>("beta");
        QTest::addColumn<double>("freeBits");
        QTest::newRow("bound") << 1.0 << 0.0;
        QTest::newRow("weighted KL") << 2.5 << 0.0;
        QTest::newRow("all dimensions held by free bits") << 2.5 << 1e3;
    }

    void theRecordedLossIsWhatIsMinimised() {
        QFETCH(double, beta);
        QFETCH(double, freeBits);
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.latent = 3;
        hyperparameters.beta = beta;
        hyperparameters.freeBits = freeBits;
        // Several shards, and a smaller last batch.
        hyperparameters.batch = 250;
        Trainer trainer(prepareSample("digits", hyperparameters), hyperparameters, {});
        runSteps(trainer, 12);
        const std::vector<TrainingRecord> records = trainer.takeHistory().training;
        QCOMPARE(records.size(), std::size_t(2));
        for (const TrainingRecord& record : records) {
            const double kl = freeBits > 0 ? 3 * freeBits : record.terms.kl;
            const double expected = record.terms.reconstruction + beta * kl;
            QVERIFY(std::abs(record.loss - expected) < 1e-9 * std::abs(expected));
        }
    }

    void freeBitsCountWhereTheKlIsSmaller() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.latent = 3;
        hyperparameters.start = "ppca";
        const TrainingDataPtr data = prepareSample("wine", hyperparameters);
        Trainer trainer(data, hyperparameters, {});
        Hyperparameters held = hyperparameters;
        // KL of the three dimensions at the start: ½ log(λ/σ²), about 1.4, 1.0 and 0.5.
        held.freeBits = 0.8;
        Trainer other(data, held, {});
        const double plain = trainer.step().loss;
        const double raised = other.step().loss;
        QVERIFY(raised > plain + 0.01);
        QVERIFY(raised < plain + 2 * 0.8);
    }

    /// At the pPCA solution the posterior is exact, so that every importance weight is p(x) (Burda et al.
    /// 2016).
    void theImportanceWeightedLossIsTheLikelihoodWhereThePosteriorIsExact() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.hidden = {};
        hyperparameters.noise = "shared";
        hyperparameters.start = "ppca";
        hyperparameters.batch = 4096;
        hyperparameters.importanceSamples = 5;
        const TrainingDataPtr data = prepareSample("iris", hyperparameters);
        const RowSelection rows{data->table.values, data->table.mask, data->split.training};
        const Ppca ppca = fitPpca(rows, hyperparameters.latent, 1e-4);
        const double likelihood = meanLogLikelihood(ppca.model, rows);
        Trainer trainer(data, hyperparameters, {});
        QVERIFY(std::abs(trainer.step().loss + likelihood) < 1e-3);
    }

    void anotherSeedGivesOtherParameters() {
        Hyperparameters hyperparameters = smallModel();
        Trainer one(prepareSample("iris", hyperparameters), hyperparameters, {});
        hyperparameters.seed = 2;
        Trainer other(prepareSample("iris", hyperparameters), hyperparameters, {});
        QVERIFY(one.state().parameters != other.state().parameters);
    }

    void watchingChangesNothing() {
        const Hyperparameters hyperparameters = smallModel();
        const TrainingDataPtr data = prepareSample("wine", hyperparameters);
        Trainer alone(data, hyperparameters, {});
        Trainer watched(data, hyperparameters, {});
        runSteps(alone, 20);
        Matrix means(hyperparameters.latent, Index(data->split.validation.size()));
        for (int i = 0; i < 20; ++i) {
            watched.step();
            watched.encodeMeans(watched.state().parameters, data->split.validation, means, 0);
            watched.evaluate(data->split.validation);
            watched.modelSnapshot();
            watched.takeHistory();
        }
        QVERIFY(alone.state().parameters == watched.state().parameters);
    }

    void valuesUnderTheMaskChangeNoParameter() {
        const Hyperparameters hyperparameters = smallModel();
        const TrainingDataPtr clean = prepareSample("penguins", hyperparameters);
        QVERIFY(clean->table.hasMissing());
        auto poisoned = std::make_shared<TrainingData>(*clean);
        poisoned->table.values =
            (clean->table.mask.array() > 0)
                .select(clean->table.values,
                        Matrix::Constant(clean->table.values.rows(), clean->table.values.cols(),
                                         std::numeric_limits<float>::quiet_NaN()));
        Trainer one(clean, hyperparameters, {});
        Trainer other(poisoned, hyperparameters, {});
        runSteps(one, 20);
        runSteps(other, 20);
        QVERIFY(one.state().parameters == other.state().parameters);
    }

    void lastPartialBatchIsTrainedOn() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.batch = 50;
        const TrainingDataPtr data = prepareSample("iris", hyperparameters);
        QCOMPARE(data->split.training.size(), std::size_t(120));
        Trainer trainer(data, hyperparameters, {});
        QCOMPARE(trainer.step().rows, Index(50));
        QCOMPARE(trainer.step().rows, Index(50));
        const StepReport last = trainer.step();
        QCOMPARE(last.rows, Index(20));
        QVERIFY(last.outcome == StepReport::Outcome::EpochEnded);
        QCOMPARE(trainer.state().epoch, 1u);
    }

    /// Each record covers at least 1/50,000 of the steps so far.
    void whatAnEverLongerRunTellsStaysSmall_data() {
        QTest::addColumn<std::int64_t>("step");
        QTest::addColumn<int>("spacing");
        QTest::newRow("new") << std::int64_t(0) << 1;
        QTest::newRow("so far every epoch") << std::int64_t(99000) << 1;
        QTest::newRow("no longer") << std::int64_t(100000) << 2;
        QTest::newRow("a million steps") << std::int64_t(1000000) << 20;
    }

    void whatAnEverLongerRunTellsStaysSmall() {
        QFETCH(std::int64_t, step);
        QFETCH(int, spacing);
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.batch = 4096;
        hyperparameters.epochs = 1000;
        hyperparameters.patience = 0;
        const TrainingDataPtr data = prepareSample("iris", hyperparameters);
        Trainer trainer(data, hyperparameters, {});
        TrainerState state = trainer.state();
        state.step = step;
        trainer.restore(state);
        trainer.takeHistory();
        std::set<std::int64_t> expected;
        std::set<std::int64_t> bests;
        for (int epoch = 1; epoch <= 200; ++epoch) {
            const double best = trainer.state().best.elbo;
            trainer.step();
            if (epoch % spacing == 0)
                expected.insert(trainer.state().step);
            if (trainer.state().best.elbo > best)
                bests.insert(trainer.state().step);
        }
        const MetricsHistory history = trainer.takeHistory();
        std::set<std::int64_t> training;
        std::set<std::int64_t> validation;
        for (const TrainingRecord& record : history.training)
            training.insert(record.step);
        for (const ValidationRecord& record : history.validation)
            validation.insert(record.step);
        QVERIFY(training == expected);
        expected.merge(bests);
        QVERIFY(validation == expected);
    }

    void liveEditsCountFromTheNextStepAndAreRecorded() {
        const Hyperparameters hyperparameters = smallModel();
        const TrainingDataPtr data = prepareSample("wine", hyperparameters);
        Trainer edited(data, hyperparameters, {});
        Trainer unedited(data, hyperparameters, {});
        runSteps(edited, 3);
        runSteps(unedited, 3);
        QVERIFY(edited.state().parameters == unedited.state().parameters);
        const HyperparameterSpec& spec = hyperparameterSpec("learning-rate");
        QVERIFY(edited.apply(spec, 0.01) == ApplyResult::Applied);
        runSteps(edited, 1);
        runSteps(unedited, 1);
        QVERIFY(edited.state().parameters != unedited.state().parameters);
        const MetricsHistory history = edited.takeHistory();
        QCOMPARE(history.edits.size(), std::size_t(1));
        QCOMPARE(history.edits[0].step, std::int64_t(3));
        QCOMPARE(history.edits[0].key, std::string("learning-rate"));
        QVERIFY(history.edits[0].before == HyperparameterValue(1e-3));
        QVERIFY(history.edits[0].after == HyperparameterValue(0.01));
    }

    /// The straight paths begin as probabilistic PCA, and the networks beside them as nothing.
    void theStartIsTheLinearModelWhateverTheHiddenLayers() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.hidden = {};
        const TrainingDataPtr data = prepareSample("wine", hyperparameters);
        Trainer linear(data, hyperparameters, {});
        hyperparameters.hidden = {32, 16};
        Trainer bent(data, hyperparameters, {});
        hyperparameters.start = "plain";
        Trainer plain(data, hyperparameters, {});
        const RowList& rows = data->split.training;
        QVERIFY(std::abs(linear.evaluate(rows).elbo() - bent.evaluate(rows).elbo()) < 1e-4);
        QVERIFY(bent.evaluate(rows).elbo() > plain.evaluate(rows).elbo() + 2);
        Matrix linearMeans(2, Index(rows.size()));
        Matrix bentMeans(2, Index(rows.size()));
        linear.encodeMeans(linear.state().parameters, rows, linearMeans, 0);
        bent.encodeMeans(bent.state().parameters, rows, bentMeans, 0);
        QVERIFY((linearMeans - bentMeans).cwiseAbs().maxCoeff() < 1e-5f);
    }

    /// Categories, yes/no columns and counts begin as regressions on the scores: better than their marginals.
    void theStartExplainsOtherColumnsThanNumbersToo_data() {
        QTest::addColumn<QString>("likelihood");
        QTest::newRow("penguins: numbers, categories, yes/no") << "auto";
        QTest::newRow("digits as counts") << "poisson";
        QTest::newRow("digits as over-dispersed counts") << "negative-binomial";
        QTest::newRow("digits as grey values") << "bernoulli";
        QTest::newRow("digits as continuous grey values") << "continuous-bernoulli";
    }

    void theStartExplainsOtherColumnsThanNumbersToo() {
        QFETCH(QString, likelihood);
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.likelihood = likelihood.toStdString();
        const TrainingDataPtr data =
            prepareSample(likelihood == "auto" ? "penguins" : "digits", hyperparameters);
        Trainer started(data, hyperparameters, {});
        hyperparameters.start = "plain";
        Trainer plain(data, hyperparameters, {});
        const LossTerms linear = started.evaluate(data->split.validation);
        const LossTerms marginal = plain.evaluate(data->split.validation);
        QVERIFY2(linear.reconstruction < marginal.reconstruction - 1 && linear.elbo() > marginal.elbo(),
                 qPrintable(QString("%1 %2").arg(linear.elbo()).arg(marginal.elbo())));
    }

    void largerBetaMeansLessKl() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.epochs = 60;
        double kl[2];
        for (int i = 0; i < 2; ++i) {
            hyperparameters.beta = i == 0 ? 0.1 : 10;
            Trainer trainer(prepareSample("wine", hyperparameters), hyperparameters, {});
            while (!trainer.finished())
                trainer.step();
            kl[i] = lastValidation(trainer.takeHistory()).kl;
        }
        QVERIFY2(kl[1] < 0.5 * kl[0], qPrintable(QString("%1 %2").arg(kl[0]).arg(kl[1])));
    }

    void divergenceRestoresTheLastFiniteParameters() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.learningRate = 1e6;
        hyperparameters.clipNorm = 0;
        Trainer trainer(prepareSample("wine", hyperparameters), hyperparameters, {});
        const Vector start = trainer.state().parameters;
        StepReport report;
        for (int i = 0; i < 200 && report.outcome != StepReport::Outcome::Diverged; ++i)
            report = trainer.step();
        QVERIFY(report.outcome == StepReport::Outcome::Diverged);
        QVERIFY(trainer.state().parameters.allFinite());
        QVERIFY(trainer.state().parameters == start);
        QVERIFY(trainer.divergence().has_value());
        QVERIFY(!describe(*trainer.divergence()).empty());
        QVERIFY(describe(*trainer.divergence()).find('{') == std::string::npos);
        // A sane rate lets the run go on.
        trainer.apply(hyperparameterSpec("learning-rate"), 1e-3);
        for (int i = 0; i < 20; ++i)
            QVERIFY(trainer.step().outcome != StepReport::Outcome::Diverged);
    }

    void divergenceNamesTheColumn_data() {
        QTest::addColumn<float>("cell");
        QTest::newRow("not a number") << std::numeric_limits<float>::quiet_NaN();
        QTest::newRow("beyond what a square can hold") << 1e30f;
    }

    void divergenceNamesTheColumn() {
        QFETCH(float, cell);
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.batch = 1000;
        hyperparameters.start = "plain";
        const auto data = std::make_shared<TrainingData>(*prepareSample("wine", hyperparameters));
        Trainer trainer(data, hyperparameters, {});
        data->table.values(4, data->split.training.front()) = cell;
        QVERIFY(trainer.step().outcome == StepReport::Outcome::Diverged);
        QCOMPARE(trainer.divergence()->facts.at("column"), data->preprocessor.columns()[4].name);
    }

    void recoveringGoesBackToTheBestParameters() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.epochs = 1000;
        Trainer trainer(prepareSample("wine", hyperparameters), hyperparameters, {});
        while (trainer.state().epoch < 10)
            trainer.step();
        const BestModel best = trainer.state().best;
        QVERIFY(best.epoch > 0);
        trainer.apply(hyperparameterSpec("learning-rate"), 1e6);
        trainer.apply(hyperparameterSpec("clip-norm"), 0.0);
        StepReport report;
        for (int i = 0; i < 200 && report.outcome != StepReport::Outcome::Diverged; ++i)
            report = trainer.step();
        QVERIFY(report.outcome == StepReport::Outcome::Diverged);
        const std::int64_t step = trainer.state().step;

        trainer.recover();
        QVERIFY(trainer.state().parameters == *best.parameters);
        QVERIFY(trainer.state().optimizer.secondMoment.isZero());
        QCOMPARE(trainer.state().step, step);
        QVERIFY(!trainer.divergence());
        trainer.apply(hyperparameterSpec("learning-rate"), 1e-3);
        for (int i = 0; i < 100; ++i)
            QVERIFY(trainer.step().outcome != StepReport::Outcome::Diverged);
        QVERIFY(trainer.state().best.elbo > best.elbo);
    }

    void divergenceInTheVeryLastStepIsNoticed() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.start = "plain";
        hyperparameters.learningRate = 1e6;
        hyperparameters.clipNorm = 0;
        hyperparameters.batch = 1000;
        hyperparameters.epochs = 1;
        Trainer trainer(prepareSample("wine", hyperparameters), hyperparameters, {});
        const Vector start = trainer.state().parameters;
        QVERIFY(trainer.step().outcome == StepReport::Outcome::Diverged);
        QVERIFY(trainer.finished());
        QVERIFY(trainer.state().parameters == start);
        QVERIFY(describe(*trainer.divergence()).find("validation loss") != std::string::npos);
    }

    /// An extreme cell among the validation rows is no fault of the training.
    void aValidationRowThatNoModelCanExplainDoesNotStopTheRun() {
        const Hyperparameters hyperparameters = smallModel();
        auto data = std::make_shared<TrainingData>(*prepareSample("wine", hyperparameters));
        data->table.values(0, data->split.validation.front()) = 1e30f;
        Trainer trainer(data, hyperparameters, {});
        while (!trainer.finished())
            QVERIFY(trainer.step().outcome != StepReport::Outcome::Diverged);
        QVERIFY(trainer.takeHistory().validation.empty());
    }

    void aRunThatIsPutBackGoesOnAlike() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.epochs = 30;
        hyperparameters.learningRate = 0.02;
        const TrainingDataPtr data = prepareSample("penguins", hyperparameters);
        Trainer whole(data, hyperparameters, {});
        // In the middle of an epoch, and of what one record sums up.
        runSteps(whole, 37);
        QVERIFY(whole.state().position > 0);
        whole.takeHistory();
        const TrainerState kept(whole.state());
        runSteps(whole, 50);
        Trainer resumed(data, hyperparameters, {});
        resumed.restore(kept);
        runSteps(resumed, 50);
        QVERIFY(whole.state().parameters == resumed.state().parameters);
        QVERIFY(*whole.state().best.parameters == *resumed.state().best.parameters);
        QCOMPARE(whole.state().best.epoch, resumed.state().best.epoch);
        QCOMPARE(whole.state().plateauFactor, resumed.state().plateauFactor);
        QCOMPARE(whole.epochsTrained(), resumed.epochsTrained());
        const MetricsHistory expected = whole.takeHistory();
        const MetricsHistory history = resumed.takeHistory();
        QVERIFY(history.training == expected.training);
        QVERIFY(history.validation == expected.validation);
    }

    void withoutValidationRowsThereIsNoValidationCurve() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.validation = 0;
        Trainer trainer(prepareSample("iris", hyperparameters), hyperparameters, {});
        while (!trainer.finished())
            trainer.step();
        QVERIFY(trainer.takeHistory().validation.empty());
    }

    void aBatchLargerThanTheTableIsOneStepAnEpoch() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.batch = 100000;
        Trainer trainer(prepareSample("iris", hyperparameters), hyperparameters, {});
        const StepReport report = trainer.step();
        QCOMPARE(report.rows, Index(120));
        QVERIFY(report.outcome == StepReport::Outcome::EpochEnded);
    }

    /// A linear model with a noise width for each column is factor analysis; its maximum log-likelihood on
    /// wine with two factors is −15.43366 nats per row (scikit-learn). The ELBO reaches it and never exceeds
    /// it.
    void linearModelReachesFactorAnalysis() {
        Hyperparameters hyperparameters;
        hyperparameters.hidden = {};
        hyperparameters.validation = 0;
        hyperparameters.learningRate = 5e-3;
        hyperparameters.batch = 178;
        hyperparameters.epochs = 6000;
        const TrainingDataPtr data = prepareSample("wine", hyperparameters);
        Trainer trainer(data, hyperparameters, {});
        while (!trainer.finished())
            trainer.step();
        trainer.apply(hyperparameterSpec("epochs"), std::int64_t(9000));
        trainer.apply(hyperparameterSpec("learning-rate"), 2e-4);
        double sum = 0;
        int epochs = 0;
        while (!trainer.finished()) {
            const StepReport report = trainer.step();
            if (trainer.state().epoch > 8000) {
                sum += report.terms.elbo();
                ++epochs;
            }
        }
        const double elbo = sum / epochs;
        QVERIFY2(std::abs(elbo - -15.43366) < 0.02, qPrintable(QString::number(elbo, 'f', 5)));
    }
};

QTEST_GUILESS_MAIN(TrainerTest)
#include "trainer_test.moc"
