#include "core/training/presets.h"

#include <QTest>
#include <map>

#include "core/training/trainer.h"
#include "tests/support/tables.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::tests;

namespace {

using Settings = std::map<std::string, std::string>;

/// What differs from the recommended values, as text.
Settings settingsOf(const Hyperparameters& chosen, Index rows) {
    const Hyperparameters recommended = recommendedHyperparameters(rows);
    Settings settings;
    for (const HyperparameterSpec* const spec : differences(recommended, chosen))
        settings[std::string(spec->key)] = hyperparameterText(getHyperparameter(chosen, *spec));
    return settings;
}

QString textOf(const Settings& settings) {
    QString text;
    for (const auto& [key, value] : settings)
        text += QString::fromStdString(key + " " + value + "; ");
    return text;
}

}  // namespace

Q_DECLARE_METATYPE(Settings)

class PresetsTest : public QObject {
    Q_OBJECT

private slots:
    void eachSetsWhatItIsFor_data() {
        QTest::addColumn<std::string>("key");
        QTest::addColumn<std::string>("table");
        QTest::addColumn<Settings>("expected");
        const Settings quick{{"learning-rate", "0.003"}, {"epochs", "100"}, {"patience", "15"}};
        const Settings density{{"latent", "8"},
                               {"noise", "row"},
                               {"importance-samples", "5"},
                               {"epochs", "1000"},
                               {"patience", "100"}};
        const Settings disentangle{{"latent", "10"}, {"beta", "4"}, {"kl-warmup", "50"}, {"patience", "0"}};
        const Settings images{{"latent", "16"}, {"hidden", "256,256"}, {"epochs", "500"}};
        Settings pictures = images;
        pictures["likelihood"] = "continuous-bernoulli";
        const Settings anomaly{
            {"likelihood", "student-t"}, {"latent", "3"}, {"weight-decay", "1e-04"}, {"epochs", "500"}};
        for (const char* const table : {"penguins", "digits"}) {
            QTest::addRow("quick look, %s", table)
                << std::string("quick-look") << std::string(table) << quick;
            QTest::addRow("density, %s", table) << std::string("density") << std::string(table) << density;
            QTest::addRow("disentangle, %s", table)
                << std::string("disentangle") << std::string(table) << disentangle;
            QTest::addRow("anomaly, %s", table) << std::string("anomaly") << std::string(table) << anomaly;
        }
        QTest::newRow("images, no pixels") << std::string("images") << std::string("penguins") << images;
        QTest::newRow("images, pixels") << std::string("images") << std::string("digits") << pictures;
    }

    void eachSetsWhatItIsFor() {
        QFETCH(std::string, key);
        QFETCH(std::string, table);
        QFETCH(Settings, expected);
        const DatasetPtr dataset = readSample(table);
        const Hyperparameters chosen =
            presetHyperparameters(preset(key), dataset->rows(), assignRoles(*dataset));
        const Settings settings = settingsOf(chosen, dataset->rows());
        QVERIFY2(settings == expected, qPrintable(textOf(settings)));
    }

    void eachIsAllowedAndSaysWhatItIsFor() {
        for (const Preset& one : presets()) {
            QVERIFY(!one.label.empty());
            QVERIFY(one.help.ends_with('.'));
            ColumnRoles pictures;
            pictures.image = ImageLayout{};
            for (const Index rows : {Index(10), Index(100000)}) {
                const Hyperparameters chosen = presetHyperparameters(one, rows, pictures);
                validate(chosen);
                QVERIFY(scheduleProblems(chosen).empty());
            }
        }
    }

    void eachLearnsFromABundledTable_data() {
        QTest::addColumn<std::string>("key");
        QTest::addColumn<std::string>("table");
        for (const Preset& one : presets())
            for (const char* const table : {"digits", "penguins"})
                QTest::addRow("%s, %s", one.key.data(), table) << std::string(one.key) << std::string(table);
    }

    void eachLearnsFromABundledTable() {
        QFETCH(std::string, key);
        QFETCH(std::string, table);
        const DatasetPtr dataset = readSample(table);
        const ColumnRoles roles = assignRoles(*dataset);
        Hyperparameters chosen = presetHyperparameters(preset(key), dataset->rows(), roles);
        // A few epochs of a warm-up lower another loss than the one it leads to.
        chosen.klWarmup = 0;
        const TrainingDataPtr data = prepareTrainingData(dataset, roles, chosen);
        for (const Problem& problem : data->problems)
            QVERIFY2(problem.code != ProblemCode::LikelihoodNotUsed, describe(problem).c_str());
        Trainer trainer(data, chosen, {});
        const auto loss = [&] {
            const LossTerms terms = trainer.evaluate(data->split.training);
            return terms.reconstruction + chosen.beta * terms.kl;
        };
        const double before = loss();
        for (int epoch = 0; epoch < 5;) {
            const StepReport report = trainer.step();
            QVERIFY(report.outcome != StepReport::Outcome::Diverged);
            epoch += report.outcome == StepReport::Outcome::EpochEnded;
        }
        const double after = loss();
        QVERIFY2(after < before, qPrintable(QString("%1 → %2").arg(before).arg(after)));
    }

    void anUnknownOneIsRefusedWithTheNamesThatThereAre() {
        const std::optional<Problem> problem = thrownProblem([] { preset("fast"); });
        QVERIFY(problem && problem->code == ProblemCode::UnknownPreset);
        QCOMPARE(QString::fromStdString(describe(*problem)),
                 "“fast” is no preset. The presets are: quick-look, density, disentangle, images, anomaly.");
    }
};

QTEST_APPLESS_MAIN(PresetsTest)
#include "presets_test.moc"
