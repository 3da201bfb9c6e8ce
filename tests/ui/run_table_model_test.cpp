#include "ui/compare/run_table_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "ui/models/keyed_sort_model.h"
#include "ui/plots/palette.h"

using namespace latentscape;
using namespace latentscape::ui;

namespace {

using Model = RunTableModel;

/// A run as if it had been trained: best at `bestEpoch` of `epochs`.
MetricsUpdate toldBy(quint64 run, std::int64_t epochs, std::int64_t bestEpoch, double bestElbo, double kl) {
    MetricsUpdate update{.run = run, .step = 10 * epochs, .epoch = double(epochs), .epochs = epochs};
    update.bestEpoch = bestEpoch;
    update.bestElbo = bestElbo;
    for (std::int64_t epoch = 0; epoch <= epochs; ++epoch) {
        const double worse = epoch == bestEpoch ? 0 : 1;
        update.latest.validation.push_back(
            {.step = 10 * epoch,
             .epoch = double(epoch),
             .terms = {.reconstruction = -bestElbo - kl + worse, .kl = kl + worse}});
    }
    return update;
}

RunRecord runOf(quint64 run, const Hyperparameters& hyperparameters) {
    return {.run = run, .hyperparameters = hyperparameters};
}

Hyperparameters with(const char* key, const HyperparameterValue& value, Hyperparameters changed = {}) {
    setHyperparameter(changed, hyperparameterSpec(key), value);
    return changed;
}

QString text(const QAbstractItemModel& model, int row, int section) {
    return model.index(row, section).data().toString();
}

QStringList titles(const QAbstractItemModel& model) {
    QStringList titles;
    for (int section = Model::HyperparameterStart; section < model.columnCount(); ++section)
        titles << model.headerData(section, Qt::Horizontal).toString();
    return titles;
}

}  // namespace

class RunTableModelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void keepsTheRulesOfAModel() {
        RunList runs;
        Model model(runs);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        runs.add(runOf(1, {}));
        runs.add(runOf(2, with("beta", 4.0)));
        runs.add(runOf(3, with("latent", std::int64_t(8), with("seed", std::int64_t(5)))));
        runs.append(toldBy(2, 3, 2, -5, 1));
        runs.setHyperparameters(2, with("dropout", 0.5));
        runs.setVisible(1, false);
        runs.remove(2);
        QCOMPARE(model.rowCount(), 2);
        runs.clear();
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.columnCount(), int(Model::HyperparameterStart));
    }

    void startsWithTheRunsThereAre() {
        RunList runs;
        runs.add(runOf(1, {}));
        runs.add(runOf(2, with("beta", 4.0)));
        const Model model(runs);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(titles(model), QStringList{"β (KL weight)"});
    }

    void tellsHowARunGotOn() {
        RunList runs;
        Model model(runs);
        runs.add(runOf(7, {}));
        QCOMPARE(text(model, 0, Model::Elbo), "–");
        QCOMPARE(text(model, 0, Model::Kl), "–");
        runs.append(toldBy(7, 1200, 800, -12.345, 3.456));
        runs.setState(7, RunState::Finished);
        QCOMPARE(text(model, 0, Model::Name), "Run 1");
        QCOMPARE(text(model, 0, Model::State), "finished");
        QCOMPARE(text(model, 0, Model::Epochs), "1,200");
        QCOMPARE(text(model, 0, Model::Elbo), "-12.35");
        QCOMPARE(text(model, 0, Model::Kl), "3.46");
        QVERIFY(model.index(0, Model::Elbo).data(Qt::ToolTipRole).toString().contains("epoch 800"));
    }

    void everyStateHasWords_data() {
        QTest::addColumn<RunState>("state");
        QTest::addColumn<QString>("words");
        QTest::newRow("preparing") << RunState::Preparing << "preparing…";
        QTest::newRow("paused") << RunState::Paused << "paused";
        QTest::newRow("running") << RunState::Running << "training";
        QTest::newRow("finished") << RunState::Finished << "finished";
        QTest::newRow("diverged") << RunState::Diverged << "diverged";
    }

    void everyStateHasWords() {
        QFETCH(RunState, state);
        QFETCH(QString, words);
        RunList runs;
        const Model model(runs);
        runs.add(runOf(1, {}));
        runs.setState(1, state);
        QCOMPARE(text(model, 0, Model::State), words);
    }

    void onlyWhatDiffersHasASection_data() {
        QTest::addColumn<QStringList>("keys");
        QTest::addColumn<QStringList>("values");
        QTest::addColumn<QStringList>("shown");
        QTest::newRow("nothing") << QStringList{} << QStringList{} << QStringList{};
        QTest::newRow("a number") << QStringList{"beta"} << QStringList{"4"} << QStringList{"4"};
        QTest::newRow("a list") << QStringList{"hidden"} << QStringList{"32,16"} << QStringList{"32,16"};
        QTest::newRow("a choice") << QStringList{"optimizer"} << QStringList{"sgd"} << QStringList{"sgd"};
        QTest::newRow("in the order of the form")
            << QStringList{"seed", "latent"} << QStringList{"9", "3"} << QStringList{"3", "9"};
    }

    void onlyWhatDiffersHasASection() {
        QFETCH(QStringList, keys);
        QFETCH(QStringList, values);
        QFETCH(QStringList, shown);
        Hyperparameters changed;
        for (qsizetype i = 0; i < keys.size(); ++i) {
            const HyperparameterSpec& spec = hyperparameterSpec(keys[i].toStdString());
            setHyperparameter(changed, spec, parseHyperparameter(spec, values[i].toStdString()));
        }
        RunList runs;
        const Model model(runs);
        runs.add(runOf(1, {}));
        runs.add(runOf(2, {}));
        runs.add(runOf(3, changed));
        QStringList cells;
        for (int section = Model::HyperparameterStart; section < model.columnCount(); ++section)
            cells << text(model, 2, section);
        QCOMPARE(cells, shown);
        runs.remove(3);
        QCOMPARE(titles(model), QStringList());
    }

    void numbersStandToTheRight() {
        RunList runs;
        const Model model(runs);
        runs.add(runOf(1, {}));
        runs.add(runOf(2, with("activation", std::string("tanh"), with("beta", 2.0))));
        QCOMPARE(titles(model), (QStringList{"Activation", "β (KL weight)"}));
        const auto isRight = [&](int section) {
            const int cell = model.index(0, section).data(Qt::TextAlignmentRole).toInt();
            const int title = model.headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).toInt();
            return cell == title && (cell & Qt::AlignRight) != 0;
        };
        QVERIFY(isRight(Model::Elbo));
        QVERIFY(!isRight(Model::HyperparameterStart));
        QVERIFY(isRight(Model::HyperparameterStart + 1));
    }

    void aLiveChangeBringsASectionAndLeavesTheOthers() {
        RunList runs;
        const Model model(runs);
        runs.add(runOf(1, {}));
        runs.add(runOf(2, with("seed", std::int64_t(9))));
        QSignalSpy reset(&model, &Model::modelReset);
        runs.setHyperparameters(2, with("seed", std::int64_t(9), with("beta", 2.0)));
        QCOMPARE(titles(model), (QStringList{"β (KL weight)", "Seed"}));
        runs.setHyperparameters(2, with("beta", 2.0));
        QCOMPARE(titles(model), QStringList{"β (KL weight)"});
        QCOMPARE(reset.count(), 0);
    }

    void theBestRunStandsOut() {
        RunList runs;
        const Model model(runs);
        const auto isBold = [&](int row) {
            return model.index(row, Model::Elbo).data(Qt::FontRole).value<QFont>().weight() > QFont::Normal;
        };
        runs.add(runOf(1, {}));
        runs.append(toldBy(1, 5, 5, -7, 1));
        QVERIFY(!isBold(0));
        runs.add(runOf(2, {}));
        QVERIFY(isBold(0));
        runs.append(toldBy(2, 5, 5, -6, 1));
        QVERIFY(!isBold(0));
        QVERIFY(isBold(1));
    }

    void runsOnOtherRowsAreMarked() {
        RunList runs;
        const Model model(runs);
        const auto warns = [&](int row) {
            return model.index(row, Model::Elbo).data(Qt::ToolTipRole).toString().contains("with care");
        };
        const auto shared = std::make_shared<const TrainingData>();
        for (const quint64 run : {1, 2, 3}) {
            runs.add(runOf(run, {}));
            runs.append(toldBy(run, 5, 5, -7, 1));
            runs.setData(run, run == 3 ? std::make_shared<const TrainingData>() : shared);
        }
        QVERIFY(!warns(0));
        QVERIFY(!warns(1));
        QVERIFY(warns(2));
    }

    void sortsByAnySection_data() {
        QTest::addColumn<int>("section");
        QTest::addColumn<Qt::SortOrder>("order");
        QTest::addColumn<QStringList>("names");
        const QStringList up{"run 2", "run 10", "zebra"};
        QTest::newRow("names as numbers") << int(Model::Name) << Qt::AscendingOrder << up;
        // The run without validation comes last in either direction.
        QTest::newRow("best first") << int(Model::Elbo) << Qt::DescendingOrder
                                    << QStringList{"run 10", "zebra", "run 2"};
        QTest::newRow("worst first") << int(Model::Elbo) << Qt::AscendingOrder
                                     << QStringList{"zebra", "run 10", "run 2"};
        QTest::newRow("KL") << int(Model::Kl) << Qt::AscendingOrder
                            << QStringList{"zebra", "run 10", "run 2"};
        QTest::newRow("epochs") << int(Model::Epochs) << Qt::AscendingOrder
                                << QStringList{"run 2", "zebra", "run 10"};
        // 4 < 10, other than as words.
        QTest::newRow("a hyperparameter") << int(Model::HyperparameterStart) << Qt::AscendingOrder
                                          << QStringList{"run 2", "run 10", "zebra"};
    }

    void sortsByAnySection() {
        QFETCH(int, section);
        QFETCH(Qt::SortOrder, order);
        QFETCH(QStringList, names);
        RunList runs;
        Model model(runs);
        KeyedSortModel sorted(Model::kSortRole);
        sorted.setSourceModel(&model);
        runs.add({.run = 1, .name = "run 10", .hyperparameters = with("beta", 4.0)});
        runs.add({.run = 2, .name = "zebra", .hyperparameters = with("beta", 10.0)});
        runs.add({.run = 3, .name = "run 2", .hyperparameters = with("beta", 1.0)});
        runs.append(toldBy(1, 200, 100, -5, 3));
        runs.append(toldBy(2, 30, 20, -11, 2));
        sorted.sort(section, order);
        QStringList shown;
        for (int row = 0; row < sorted.rowCount(); ++row)
            shown << text(sorted, row, Model::Name);
        QCOMPARE(shown, names);
    }

    void aNameMayBeChangedButNotTakenAway() {
        RunList runs;
        Model model(runs);
        runs.add(runOf(1, {}));
        QVERIFY(model.setData(model.index(0, Model::Name), "strong β"));
        QCOMPARE(runs.find(1)->name, "strong β");
        QVERIFY(!model.setData(model.index(0, Model::Name), "  "));
        QVERIFY(!model.setData(model.index(0, Model::State), "done"));
        QCOMPARE(text(model, 0, Model::Name), "strong β");
    }

    void aTickShowsAndHides() {
        RunList runs;
        Model model(runs);
        runs.add(runOf(1, {}));
        const QModelIndex name = model.index(0, Model::Name);
        QCOMPARE(name.data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
        QVERIFY(model.setData(name, Qt::Unchecked, Qt::CheckStateRole));
        QVERIFY(!runs.find(1)->visible);
        QCOMPARE(name.data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
    }

    void swatchesFollowTheTheme() {
        RunList runs;
        Model model(runs);
        runs.add(runOf(1, {}));
        const auto swatch = [&] { return model.index(0, 0).data(Qt::DecorationRole).value<QColor>(); };
        QCOMPARE(swatch(), classColour(0, false));
        model.setDark(true);
        QCOMPARE(swatch(), classColour(0, true));
    }

    void aBranchSaysWhereItLeft() {
        RunList runs;
        const Model model(runs);
        runs.add({.run = 1, .name = "origin"});
        runs.add({.run = 2, .branchedFrom = BranchPoint{.run = 1, .step = 120, .epoch = 12.5}});
        const auto told = [&] { return model.index(1, Model::Name).data(Qt::ToolTipRole).toString(); };
        QVERIFY(told().contains("origin"));
        QVERIFY(told().contains("epoch 12"));
        runs.rename(1, "<b>");
        QVERIFY(told().contains("&lt;b&gt;"));
    }
};

QTEST_MAIN(RunTableModelTest)
#include "run_table_model_test.moc"
