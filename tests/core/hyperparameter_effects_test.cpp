// Every hyperparameter changes the run.

#include <QTest>

#include "tests/support/small_run.h"
#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

class HyperparameterEffectsTest : public QObject {
    Q_OBJECT

private slots:
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
};

QTEST_GUILESS_MAIN(HyperparameterEffectsTest)
#include "hyperparameter_effects_test.moc"
