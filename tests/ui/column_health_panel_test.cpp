#include "ui/panels/column_health_panel.h"

#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/trained_models.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

using Model = ColumnHealthModel;

/// A panel that shows a model of a sample, PCA beside it.
struct Shown {
    explicit Shown(const std::string& name) : sample(trainSample(name, 3)) {
        viewState.setDataset(sample.data->dataset, sample.data->roles.label);
        panel.resize(330, 420);
        panel.show();
        panel.setTrainingData(sample.data);
        auto snapshot = std::make_shared<LatentSnapshot>();
        snapshot->model = sample.model;
        panel.setSnapshot(snapshot);
        panel.setBaselines(std::make_shared<const FittedBaselines>(
            fitBaselines(sample.data->preprocessor, sample.data->table, sample.data->split.training, 2)));
        QTRY_VERIFY2_WITH_TIMEOUT(panel.health() && panel.baselines(), "no figures", 30000);
    }

    QAbstractItemModel& lines() const { return *table.model(); }
    QString cell(int row, Model::Section section, int role = Qt::DisplayRole) const {
        return lines().index(row, section).data(role).toString();
    }
    QStringList names() const {
        QStringList found;
        for (int row = 0; row < lines().rowCount(); ++row)
            found.append(cell(row, Model::Name));
        return found;
    }
    QPoint placeOf(int row) const { return table.visualRect(lines().index(row, Model::Name)).center(); }

    TrainedSample sample;
    ViewState viewState;
    ColumnHealthPanel panel{viewState};
    QTableView& table = *panel.findChild<QTableView*>();
    QLineEdit& search = *panel.findChild<QLineEdit*>();
};

/// Three columns of a table, of which the last one does not vary.
std::shared_ptr<std::vector<ColumnHealth>> threeColumns() {
    return std::make_shared<std::vector<ColumnHealth>>(std::vector<ColumnHealth>{
        {.name = "a10",
         .column = 0,
         .fit = {.r2 = 0.25},
         .noise = NoiseWidth{.width = 250, .share = 0.5},
         .error = 1234.0,
         .errorShare = 0.4},
        {.name = "a2",
         .column = 1,
         .fit = {.r2 = 0.75},
         .noise = NoiseWidth{.width = 1.25, .isFactor = true, .share = 0.9, .atFloor = true},
         .error = 0.0123,
         .errorShare = 0.8},
        {.name = "b", .column = 2, .fit = {.r2 = 0, .varies = false}}});
}

}  // namespace

class ColumnHealthPanelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void everyInputHasALineWithPcaBesideIt() {
        const Shown shown("penguins");
        const std::vector<ColumnBaseline> pca =
            fitBaselines(shown.sample.data->preprocessor, shown.sample.data->table,
                         shown.sample.data->split.training, shown.sample.data->split.validation, 2)
                .columns;
        QCOMPARE(shown.lines().rowCount(), int(pca.size()));
        for (int row = 0; row < shown.lines().rowCount(); ++row) {
            QCOMPARE(shown.cell(row, Model::Name), QString::fromStdString(pca[std::size_t(row)].name));
            QCOMPARE(shown.cell(row, Model::PcaR2),
                     QLocale().toString(pca[std::size_t(row)].r2, 'f', 2).replace("-0.00", "0.00"));
        }
    }

    void theModelKeepsTheRulesOfModels() {
        Model model;
        FigureSortModel sorted(model);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QAbstractItemModelTester sortTester(&sorted,
                                                  QAbstractItemModelTester::FailureReportingMode::QtTest);
        const DatasetPtr dataset = wideNumbers(3, 5);
        model.setHealth(dataset, threeColumns());
        sorted.sort(Model::R2, Qt::DescendingOrder);
        QCOMPARE(sorted.index(0, 0).data().toString(), "a2");
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        auto better = threeColumns();
        better->front().fit.r2 = 0.9;
        model.setHealth(dataset, better);
        QCOMPARE(changed.size(), 1);
        // The order follows the figures.
        QCOMPARE(sorted.index(0, 0).data().toString(), "a10");
        model.setBaselines(std::make_shared<std::vector<ColumnBaseline>>(3));
        sorted.setSearch("A");
        QCOMPARE(sorted.rowCount(), 2);
        model.setHealth(nullptr, nullptr);
        QCOMPARE(sorted.rowCount(), 0);
    }

    void figuresStandInTheUnitsOfTheColumn() {
        Model model;
        model.setHealth(wideNumbers(3, 5), threeColumns());
        const auto text = [&model](int row, Model::Section section) {
            return model.index(row, section).data().toString();
        };
        QCOMPARE(text(0, Model::R2), "0.25");
        QCOMPARE(text(0, Model::Noise), "250");
        QCOMPARE(text(0, Model::Error), "1234");
        QCOMPARE(text(1, Model::Noise), "▾ × 1.25");
        QCOMPARE(text(1, Model::Error), "0.0123");
        QCOMPARE(text(2, Model::R2), "–");
        QCOMPARE(text(2, Model::Noise), "");
        QCOMPARE(text(2, Model::Error), "–");
        QCOMPARE(text(0, Model::PcaR2), "–");
        QVERIFY(model.index(1, 0).data(Qt::ToolTipRole).toString().contains("at its floor"));
        QVERIFY(!model.index(0, 0).data(Qt::ToolTipRole).toString().contains("at its floor"));
        QCOMPARE(model.index(1, Model::R2).data(Model::FractionRole).toDouble(), 0.75);
        QVERIFY(!model.index(2, Model::R2).data(Model::FractionRole).isValid());
        QVERIFY(!model.index(1, Model::R2).data(Model::MarkRole).isValid());
        model.setBaselines(std::make_shared<std::vector<ColumnBaseline>>(
            std::vector<ColumnBaseline>{{.r2 = -0.5}, {.r2 = 0.5}, {.varies = false}}));
        QCOMPARE(text(0, Model::PcaR2), "-0.50");
        QCOMPARE(text(2, Model::PcaR2), "–");
        QCOMPARE(model.index(0, Model::R2).data(Model::MarkRole).toDouble(), 0.0);
        QCOMPARE(model.index(1, Model::R2).data(Model::MarkRole).toDouble(), 0.5);
    }

    void everySectionSorts_data() {
        QTest::addColumn<int>("section");
        QTest::addColumn<QStringList>("ascending");
        QTest::addColumn<QStringList>("descending");
        // `a2` stands before `a10`; what has no figure stands last in either direction.
        QTest::newRow("name") << int(Model::Name) << QStringList{"a2", "a10", "b"}
                              << QStringList{"b", "a10", "a2"};
        QTest::newRow("R²") << int(Model::R2) << QStringList{"a10", "a2", "b"}
                            << QStringList{"a2", "a10", "b"};
        QTest::newRow("PCA") << int(Model::PcaR2) << QStringList{"a2", "a10", "b"}
                             << QStringList{"a10", "a2", "b"};
        QTest::newRow("σ as a share of the spread")
            << int(Model::Noise) << QStringList{"a10", "a2", "b"} << QStringList{"a2", "a10", "b"};
        QTest::newRow("error as a share of the spread")
            << int(Model::Error) << QStringList{"a10", "a2", "b"} << QStringList{"a2", "a10", "b"};
    }

    void everySectionSorts() {
        QFETCH(int, section);
        QFETCH(QStringList, ascending);
        QFETCH(QStringList, descending);
        Model model;
        FigureSortModel sorted(model);
        model.setHealth(wideNumbers(3, 5), threeColumns());
        model.setBaselines(std::make_shared<std::vector<ColumnBaseline>>(
            std::vector<ColumnBaseline>{{.r2 = 0.6}, {.r2 = 0.3}, {.varies = false}}));
        for (const auto& [order, expected] :
             {std::pair(Qt::AscendingOrder, ascending), std::pair(Qt::DescendingOrder, descending)}) {
            sorted.sort(section, order);
            QStringList names;
            for (int row = 0; row < 3; ++row)
                names.append(sorted.index(row, 0).data().toString());
            QCOMPARE(names, expected);
        }
    }

    void aSearchLeavesTheColumnsThatMatch() {
        Shown shown("penguins");
        QVERIFY(shown.lines().rowCount() > 2);
        QTest::keyClicks(&shown.search, "BILL");
        QCOMPARE(shown.names(), QStringList({"bill_length_mm", "bill_depth_mm"}));
        shown.search.clear();
        QVERIFY(shown.lines().rowCount() > 2);
    }

    void aDoubleClickColoursTheMapByAColumn() {
        Shown shown("penguins");
        QTest::keyClicks(&shown.search, "bill_depth");
        const std::optional<Index> before = shown.viewState.colourColumn();
        QTest::mouseClick(shown.table.viewport(), Qt::LeftButton, {}, shown.placeOf(0));
        QCOMPARE(shown.viewState.colourColumn(), before);
        QTest::mouseDClick(shown.table.viewport(), Qt::LeftButton, {}, shown.placeOf(0));
        QCOMPARE(shown.viewState.colourColumn(), shown.sample.data->dataset->indexOf("bill_depth_mm"));
    }

    void nothingIsCutOffInANarrowDock() {
        const Shown shown("penguins");
        QCOMPARE(shown.table.horizontalHeader()->length(), shown.table.viewport()->width());
        QVERIFY(shown.table.columnWidth(Model::Name) >= 80);
    }

    void newDataClearWhatIsShown() {
        Shown shown("iris");
        QVERIFY(shown.table.isVisible());
        shown.panel.setTrainingData(shown.sample.data);
        QVERIFY(!shown.table.isVisible());
        QVERIFY(!shown.panel.health());
        QVERIFY(!shown.panel.baselines());
    }
};

QTEST_MAIN(ColumnHealthPanelTest)
#include "column_health_panel_test.moc"
