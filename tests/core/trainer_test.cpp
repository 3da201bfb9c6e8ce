#include "core/training/trainer.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <limits>

#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

Hyperparameters smallModel() {
    Hyperparameters hyperparameters;
    hyperparameters.hidden = {16, 16};
    hyperparameters.batch = 64;
    hyperparameters.epochs = 5;
    return hyperparameters;
}

/// Every step goes through the team, however small.
Trainer::Options threads(int count) {
    return {.threads = count, .parallelThreshold = 0};
}

void runSteps(Trainer& trainer, int steps) {
    for (int i = 0; i < steps; ++i)
        trainer.step();
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

    void replayingTheEditsGivesTheSameParameters() {
        const Hyperparameters hyperparameters = smallModel();
        const TrainingDataPtr data = prepareSample("wine", hyperparameters);
        Trainer first(data, hyperparameters, {});
        runSteps(first, 4);
        first.apply(hyperparameterSpec("beta"), 4.0);
        runSteps(first, 4);
        first.apply(hyperparameterSpec("batch"), std::int64_t(7));
        runSteps(first, 8);
        Trainer replay(data, hyperparameters, {});
        for (const HyperparameterEdit& edit : first.takeHistory().edits) {
            runSteps(replay, int(edit.step - replay.state().step));
            replay.apply(hyperparameterSpec(edit.key), edit.after);
        }
        runSteps(replay, int(first.state().step - replay.state().step));
        QVERIFY(first.state().parameters == replay.state().parameters);
    }

    void restartHyperparametersAreNotAppliedLive() {
        const Hyperparameters hyperparameters = smallModel();
        Trainer trainer(prepareSample("iris", hyperparameters), hyperparameters, {});
        QVERIFY(trainer.apply(hyperparameterSpec("latent"), std::int64_t(5)) == ApplyResult::NeedsRestart);
        QCOMPARE(trainer.hyperparameters().latent, std::int64_t(2));
        QVERIFY(trainer.takeHistory().edits.empty());
    }

    void everyLiveHyperparameterChangesTheRun_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::newRow("beta") << "beta"
                              << "30";
        QTest::newRow("kl-warmup") << "kl-warmup"
                                   << "10";
        QTest::newRow("learning-rate") << "learning-rate"
                                       << "0.05";
        QTest::newRow("batch") << "batch"
                               << "16";
        QTest::newRow("clip-norm") << "clip-norm"
                                   << "0.5";
        QTest::newRow("dropout") << "dropout"
                                 << "0.2";
        QTest::newRow("kl-cycle") << "kl-cycle"
                                  << "10";
        QTest::newRow("free-bits") << "free-bits"
                                   << "5";
        QTest::newRow("importance-samples") << "importance-samples"
                                            << "5";
        QTest::newRow("learning-rate-schedule") << "learning-rate-schedule"
                                                << "cosine";
        QTest::newRow("weight-decay") << "weight-decay"
                                      << "0.1";
    }

    void everyLiveHyperparameterChangesTheRun() {
        QFETCH(QString, key);
        QFETCH(QString, value);
        const Hyperparameters hyperparameters = smallModel();
        const TrainingDataPtr data = prepareSample("wine", hyperparameters);
        Trainer plain(data, hyperparameters, {});
        Trainer changed(data, hyperparameters, {});
        const HyperparameterSpec& spec = hyperparameterSpec(key.toStdString());
        QVERIFY(changed.apply(spec, parseHyperparameter(spec, value.toStdString())) == ApplyResult::Applied);
        runSteps(plain, 5);
        runSteps(changed, 5);
        QVERIFY(plain.state().parameters != changed.state().parameters);
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

    void moreEpochsLetAFinishedRunGoOn() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.epochs = 1;
        Trainer trainer(prepareSample("iris", hyperparameters), hyperparameters, {});
        while (!trainer.finished())
            trainer.step();
        trainer.apply(hyperparameterSpec("epochs"), std::int64_t(2));
        QVERIFY(!trainer.finished());
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
        QVERIFY(trainer.bestSnapshot()->parameters == trainer.state().best.parameters);
        double best = -std::numeric_limits<double>::infinity();
        for (const ValidationRecord& record : trainer.takeHistory().validation)
            best = std::max(best, record.terms.elbo());
        QCOMPARE(trainer.state().best.elbo, best);
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
        runSteps(whole, 37);
        Trainer resumed(data, hyperparameters, {});
        resumed.restore(TrainerState(whole.state()));
        runSteps(whole, 50);
        runSteps(resumed, 50);
        QVERIFY(whole.state().parameters == resumed.state().parameters);
        QVERIFY(whole.state().best.parameters == resumed.state().best.parameters);
        QCOMPARE(whole.state().best.epoch, resumed.state().best.epoch);
        QCOMPARE(whole.state().plateauFactor, resumed.state().plateauFactor);
        QCOMPARE(whole.epochsTrained(), resumed.epochsTrained());
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
        QVERIFY(trainer.bestSnapshot()->parameters == trainer.state().best.parameters);
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
        trainer.apply(hyperparameterSpec("learning-rate"), 0.01);
        QCOMPARE(trainer.state().plateauFactor, 1.0);
    }

    void everyRestartHyperparameterChangesTheRun_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        const std::pair<const char*, const char*> changes[] = {{"latent", "3"},
                                                               {"hidden", "8"},
                                                               {"hidden", "none"},
                                                               {"activation", "gelu"},
                                                               {"likelihood", "student-t"},
                                                               {"noise", "row"},
                                                               {"noise", "shared"},
                                                               {"noise", "fixed"},
                                                               {"start", "plain"},
                                                               {"optimizer", "sgd"},
                                                               {"optimizer", "rmsprop"},
                                                               {"optimizer", "adamw"},
                                                               {"validation", "0.4"},
                                                               {"seed", "9"}};
        for (const auto& [key, value] : changes)
            QTest::addRow("%s %s", key, value) << key << value;
    }

    /// AdamW is Adam as long as there is no weight decay.
    void everyRestartHyperparameterChangesTheRun() {
        QFETCH(QString, key);
        QFETCH(QString, value);
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.weightDecay = 0.1;
        Trainer plain(prepareSample("wine", hyperparameters), hyperparameters, {});
        const HyperparameterSpec& spec = hyperparameterSpec(key.toStdString());
        setHyperparameter(hyperparameters, spec, parseHyperparameter(spec, value.toStdString()));
        Trainer changed(prepareSample("wine", hyperparameters), hyperparameters, {});
        runSteps(plain, 5);
        runSteps(changed, 5);
        QVERIFY(plain.state().parameters.size() != changed.state().parameters.size() ||
                plain.state().parameters != changed.state().parameters);
    }

    void momentumCarriesTheStepsOfSgdOn() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.optimizer = "sgd";
        const TrainingDataPtr data = prepareSample("wine", hyperparameters);
        Trainer with(data, hyperparameters, {});
        Trainer without(data, hyperparameters, {});
        without.apply(hyperparameterSpec("momentum"), 0.0);
        const Vector start = with.state().parameters;
        runSteps(with, 10);
        runSteps(without, 10);
        QVERIFY((with.state().parameters - start).norm() > 2 * (without.state().parameters - start).norm());
    }

    /// Noise widths and the log-variance head keep their gradient alone.
    void weightDecayLeavesVariancesAlone() {
        Hyperparameters hyperparameters = smallModel();
        hyperparameters.optimizer = "adamw";
        hyperparameters.noise = "row";
        hyperparameters.learningRate = 1e-9;
        hyperparameters.weightDecay = 1e3;
        hyperparameters.batch = 1000;
        Trainer trainer(prepareSample("wine", hyperparameters), hyperparameters, {});
        // A zero log-variance head would not show a decay.
        TrainerState state(trainer.state());
        state.parameters.setOnes();
        trainer.restore(std::move(state));
        trainer.step();
        const ParameterLayout& layout = trainer.vae()->layout();
        const double decayed = 1 - 1e-6;
        for (const ParameterBlock& block : layout.blocks()) {
            const Vector values = trainer.state().parameters.segment(block.offset, block.size());
            const bool placing = block.name == "output.weight" || block.name == "linear_decoder.weight";
            const bool weight = block.name.ends_with(".weight") && block.name != "logvar.weight";
            const Index shrunk = placing ? block.size() / 2 : weight ? block.size() : 0;
            const auto isDecayed = [&](float value) { return std::abs(double(value) - decayed) < 1e-7; };
            QCOMPARE(Index(std::count_if(values.begin(), values.end(), isDecayed)), shrunk);
        }
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
