#include "ui/explore/anomalies_panel.h"

#include <QAbstractItemModelTester>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/data/csv_reader.h"
#include "tests/support/explored.h"
#include "ui/explore/bring_into_view.h"
#include "ui/plots/scatter_canvas.h"
#include "ui/support/plot_menu.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// The panel over a model of a sample.
struct Shown {
    explicit Shown(const std::string& name) : explored(name) {
        panel.resize(300, 420);
        panel.show();
    }

    bool waitForResult() {
        return QTest::qWaitFor([this] { return panel.hasResult(); }, 30000);
    }
    QPoint placeOf(int row) const { return table.visualRect(table.model()->index(row, 1)).center(); }
    void click(int row) { QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, placeOf(row)); }
    void press(const QString& text) {
        for (QPushButton* const button : panel.findChildren<QPushButton*>())
            if (button->text() == text)
                return QTest::mouseClick(button, Qt::LeftButton);
        QFAIL("no such button");
    }
    Index rowAt(int row) const { return panel.ranking()->order[std::size_t(row)]; }

    Explored explored;
    AnomaliesPanel panel{explored.exploration};
    QTableView& table = *panel.findChild<QTableView*>();
};

}  // namespace

class AnomaliesPanelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void ranksAllRowsAsTheCoreDoes() {
        Shown shown("wine");
        const QAbstractItemModelTester tester(shown.table.model());
        QVERIFY(shown.waitForResult());
        const TrainingData& data = *shown.explored.sample.data;
        const AnomalyScores scores =
            scoreRows(data.preprocessor, data.table, *shown.explored.sample.model, allRows(178));
        Index strangest = 0;
        scores.score.maxCoeff(&strangest);
        QCOMPARE(shown.rowAt(0), strangest);
        QCOMPARE(shown.table.model()->rowCount(), 178);
        QCOMPARE(shown.table.model()->index(0, 0).data().toString(), QString::number(strangest + 1));
        QVERIFY(!shown.table.model()->index(0, 2).data().toString().isEmpty());
    }

    void asksForAModelAndVoidsAResultWithIt() {
        Shown shown("wine");
        QVERIFY(shown.waitForResult());
        shown.explored.exploration.setSnapshot(nullptr);
        QVERIFY(!shown.panel.hasResult());
        QVERIFY(shown.panel.message().contains("Train a model first"));
        QCOMPARE(shown.table.model()->rowCount(), 0);
    }

    void aClickLooksAtTheRowAndADoubleClickSeeksIt() {
        Shown shown("wine");
        QVERIFY(shown.waitForResult());
        shown.click(2);
        QCOMPARE(shown.explored.viewState.selectedRow(), std::optional<Index>(shown.rowAt(2)));
        QSignalSpy sought(&shown.panel, &AnomaliesPanel::rowSought);
        QTest::mouseDClick(shown.table.viewport(), Qt::LeftButton, {}, shown.placeOf(2));
        QCOMPARE(sought.size(), 1);
        QCOMPARE(sought.front().front().value<Index>(), shown.rowAt(2));
        QTest::keyClick(&shown.table, Qt::Key_Down);
        QCOMPARE(shown.explored.viewState.selectedRow(), std::optional<Index>(shown.rowAt(3)));
    }

    void theMapMovesOnlyToAPointThatItDoesNotShow() {
        Explored explored("wine");
        LatentScatterView map(explored.viewState);
        map.resize(600, 400);
        map.show();
        map.setSnapshot(explored.exploration.snapshot());
        const Vector place = explored.exploration.snapshot()->means.col(70);
        const QPointF point = map.plane().of(place);
        map.lookAt({.x = {point.x() - 1, point.x() + 2}, .y = {point.y() - 1, point.y() + 1}});
        const Range before = map.canvas().transform().x;
        bringIntoView(map, explored.exploration, 70);
        QCOMPARE(explored.viewState.selectedRow(), std::optional<Index>(70));
        QCOMPARE(map.canvas().transform().x, before);
        map.lookAt({.x = {point.x() + 50, point.x() + 53}, .y = {point.y() - 1, point.y() + 1}});
        bringIntoView(map, explored.exploration, 70);
        const Range after = map.canvas().transform().x;
        QVERIFY(std::abs(after.centre() - point.x()) < 1e-6);
        QVERIFY(std::abs(after.span() - 3) < 1e-6);
    }

    void theStrangestAreSelectedByTheirShare() {
        Shown shown("wine");
        QVERIFY(shown.waitForResult());
        auto* const share = shown.panel.findChild<QDoubleSpinBox*>();
        share->setFocus();
        share->selectAll();
        QTest::keyClicks(share, "10");
        shown.press("Select top");
        const RowSet& selected = shown.explored.viewState.selection().rows();
        // 10 % of 178 rows
        QCOMPARE(selected.count(), Index(18));
        for (int i = 0; i < 18; ++i)
            QVERIFY(selected.contains(shown.rowAt(i)));
        QTest::keyClick(share, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(share, "100");
        shown.press("Select top");
        QCOMPARE(shown.explored.viewState.selection().rows().count(), Index(178));
    }

    void theOtherScoreIsAnotherOne() {
        Shown shown("wine");
        QVERIFY(shown.waitForResult());
        const AnomalyRankingPtr byElbo = shown.panel.ranking();
        auto* const choice = shown.panel.findChild<QComboBox*>();
        choice->setFocus();
        QTest::keyClick(choice, Qt::Key_Down);
        QVERIFY(shown.waitForResult());
        // The bound is tighter: a row is at most as unlikely on average.
        QVERIFY(shown.panel.ranking()->score.mean() < byElbo->score.mean());
    }

    void saysThatItIsOfAnEarlierModelWhileOneTrains() {
        Shown shown("wine");
        QVERIFY(shown.waitForResult());
        QSignalSpy results(&shown.panel, &AnalysisPanel::resultShown);
        auto later = std::make_shared<LatentSnapshot>(*shown.explored.exploration.snapshot());
        later->step += 10;
        shown.explored.exploration.setTraining(true);
        shown.explored.exploration.setSnapshot(later);
        QVERIFY(shown.panel.isStale() && !shown.panel.isComputing());
        shown.press("Compute");
        QTRY_COMPARE_WITH_TIMEOUT(results.size(), 1, 30000);
        QVERIFY(!shown.panel.isStale());
        later = std::make_shared<LatentSnapshot>(*later);
        later->step += 10;
        shown.explored.exploration.setSnapshot(later);
        QVERIFY(shown.panel.isStale());
        shown.explored.exploration.setTraining(false);
        QTRY_COMPARE_WITH_TIMEOUT(results.size(), 2, 30000);
        QVERIFY(!shown.panel.isStale());
    }

    void theExportHoldsEveryRowWithSharesThatAddUp() {
        Shown shown("penguins");
        QVERIFY(shown.waitForResult());
        QTemporaryDir folder;
        const QString path = folder.filePath("scores.csv");
        QSignalSpy saved(&shown.panel.menu(), &PlotMenu::saved);
        shown.panel.menu().exportData(path, 1);
        QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, 30000);
        const DatasetPtr table = readCsv(path.toStdString()).dataset;
        QCOMPARE(table->rows(), shown.explored.sample.data->table.rows());
        const auto value = [&](const std::string& name, std::size_t row) {
            return table->column(*table->indexOf(name)).values[row];
        };
        const std::vector<EncodedColumn>& columns = shown.explored.sample.data->preprocessor.columns();
        for (std::size_t row = 0; row < std::size_t(table->rows()); ++row) {
            double sum = value("kl", row);
            for (const EncodedColumn& column : columns)
                sum += value(column.name, row);
            QVERIFY(std::abs(sum + value("elbo", row)) < 1e-6);
            QVERIFY(std::abs(sum - shown.panel.ranking()->score[Index(row)]) < 1e-3);
        }
    }

    void anyNumberOfLatentDimensionsAndOneTableAfterTheOther_data() {
        QTest::addColumn<int>("latent");
        QTest::newRow("1") << 1;
        QTest::newRow("128") << 128;
    }

    void anyNumberOfLatentDimensionsAndOneTableAfterTheOther() {
        QFETCH(int, latent);
        Shown shown("wine");
        Hyperparameters hyperparameters;
        hyperparameters.latent = latent;
        hyperparameters.hidden = {16};
        hyperparameters.start = "plain";
        TrainedSample other;
        other.data = prepareSample("iris", hyperparameters);
        Trainer trainer(other.data, hyperparameters, {});
        trainer.step();
        other.model = trainer.modelSnapshot();
        // While the first is being computed.
        shown.explored.viewState.setDataset(other.data->dataset, std::nullopt);
        shown.explored.exploration.setData(other.data);
        QVERIFY(!shown.panel.hasResult());
        shown.explored.exploration.setSnapshot(snapshotOf(other));
        QVERIFY(shown.waitForResult());
        QCOMPARE(shown.panel.ranking()->order.size(), std::size_t(150));
    }

    void computesNothingWhileHidden() {
        Shown shown("wine");
        QVERIFY(shown.waitForResult());
        shown.panel.hide();
        auto later = std::make_shared<LatentSnapshot>(*shown.explored.exploration.snapshot());
        later->step += 10;
        shown.explored.exploration.setSnapshot(later);
        QVERIFY(shown.panel.isStale() && !shown.panel.isComputing());
        shown.panel.show();
        QTRY_VERIFY_WITH_TIMEOUT(!shown.panel.isStale(), 30000);
    }
};

QTEST_MAIN(AnomaliesPanelTest)
#include "anomalies_panel_test.moc"
