#include "ui/panels/latent_health_panel.h"

#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/planted.h"
#include "tests/support/trained_models.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

using Model = LatentHealthModel;

LatentSnapshotPtr snapshotOf(std::shared_ptr<const ModelSnapshot> model) {
    auto snapshot = std::make_shared<LatentSnapshot>();
    snapshot->model = std::move(model);
    return snapshot;
}

/// Figures of dimensions whose KL is known.
LatentHealthPtr healthOf(const std::vector<double>& kl) {
    auto health = std::make_shared<LatentHealth>();
    for (const double own : kl)
        health->dimensions.push_back({.kl = own, .meanVariance = own > 0.05 ? 0.9 : 0.001});
    health->densities = Eigen::ArrayXXf::Zero(kDensityBins, Index(kl.size()));
    return health;
}

/// A panel as it is beside a run that has come to an end.
struct Shown {
    Shown(const TrainingDataPtr& data, const std::shared_ptr<const ModelSnapshot>& model) {
        panel.resize(330, 420);
        panel.show();
        QSignalSpy shown(&panel, &LatentHealthPanel::shown);
        panel.setTrainingData(data);
        panel.setSnapshot(snapshotOf(model));
        QTRY_VERIFY2_WITH_TIMEOUT(!shown.isEmpty(), "no figures", 30000);
    }

    QAbstractItemModel& lines() const { return *table.model(); }
    QVariant cell(int row, Model::Section section, int role = Qt::DisplayRole) const {
        return lines().index(row, section).data(role);
    }
    std::vector<int> dimensions() const {
        std::vector<int> found;
        for (int row = 0; row < lines().rowCount(); ++row)
            found.push_back(cell(row, Model::Dimension, Model::DimensionRole).toInt());
        return found;
    }
    void click(int row) {
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {},
                          table.visualRect(lines().index(row, Model::Kl)).center());
    }
    QString title() const { return panel.findChildren<ElidedLabel*>().first()->text(); }

    LatentHealthPanel panel;
    QTableView& table = *panel.findChild<QTableView*>();
};

std::shared_ptr<const ModelSnapshot> untrained(const TrainingDataPtr& data, Index latent) {
    Hyperparameters hyperparameters;
    hyperparameters.latent = latent;
    return Trainer(data, hyperparameters, {}).modelSnapshot();
}

}  // namespace

class LatentHealthPanelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void threePlantedFactorsAreThreeActiveBarsThatSumToThePlottedKl() {
        const PlantedRun run = trainOnPlantedFactors();
        Shown shown(run.data, run.model);
        QCOMPARE(shown.lines().rowCount(), 10);
        int active = 0;
        double sum = 0;
        for (int row = 0; row < 10; ++row) {
            const bool isActive = shown.cell(row, Model::Kl, Model::ActiveRole).toBool();
            active += isActive ? 1 : 0;
            const double bar = shown.cell(row, Model::Kl, Model::KlFractionRole).toDouble();
            QVERIFY(isActive ? bar > 0.4 : bar < 0.02);
            sum += shown.cell(row, Model::Kl).toString().toDouble();
        }
        QCOMPARE(active, 3);
        // Ten numbers of two decimals.
        QVERIFY(std::abs(sum - run.validationKl) < 0.05);
        QCOMPARE(shown.title(), QString("3 of 10 active · KL %1").arg(run.validationKl, 0, 'f', 2));
        QVERIFY(shown.panel.findChildren<ElidedLabel*>().at(1)->text().endsWith("300 validation rows"));
    }

    void theModelKeepsTheRulesOfModels() {
        Model model;
        FigureSortModel sorted(model);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QAbstractItemModelTester sortTester(&sorted,
                                                  QAbstractItemModelTester::FailureReportingMode::QtTest);
        sorted.sort(Model::Kl, Qt::DescendingOrder);
        model.setHealth(healthOf({0.1, 2, 0.01}));
        QCOMPARE(sorted.index(0, 0).data(Model::DimensionRole).toInt(), 1);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setHealth(healthOf({3, 2, 0.01}));
        QCOMPARE(changed.size(), 1);
        // The order follows the figures.
        QCOMPARE(sorted.index(0, 0).data(Model::DimensionRole).toInt(), 0);
        model.setAxes(0, 2);
        QCOMPARE(model.index(0, Model::Dimension).data().toString(), "1 x");
        QCOMPARE(model.index(1, Model::Dimension).data().toString(), "2");
        QCOMPARE(model.index(2, Model::Dimension).data().toString(), "3 y");
        model.setHealth(healthOf({1}));
        model.setHealth(nullptr);
        QCOMPARE(sorted.rowCount(), 0);
    }

    void barsAreOrderedByIndexOrByKl() {
        const TrainingDataPtr data = prepareSample("iris", {});
        Shown shown(data, untrained(data, 4));
        shown.panel.findChild<Model*>()->setHealth(healthOf({0.5, 0.01, 3, 1}));
        QCOMPARE(shown.dimensions(), (std::vector<int>{0, 1, 2, 3}));
        auto* const byKl = shown.panel.findChild<QToolButton*>();
        byKl->click();
        QCOMPARE(shown.dimensions(), (std::vector<int>{2, 3, 0, 1}));
        byKl->click();
        QCOMPARE(shown.dimensions(), (std::vector<int>{0, 1, 2, 3}));
    }

    void aClickedLineChoosesItsDimension() {
        const TrainingDataPtr data = prepareSample("iris", {});
        Shown shown(data, untrained(data, 4));
        shown.panel.findChild<Model*>()->setHealth(healthOf({0.5, 0.01, 3, 1}));
        shown.panel.findChild<QToolButton*>()->click();
        QSignalSpy activated(&shown.panel, &LatentHealthPanel::dimensionActivated);
        shown.click(0);
        QCOMPARE(activated.takeFirst().first().toInt(), 2);
        shown.click(2);
        QCOMPARE(activated.takeFirst().first().toInt(), 0);
    }

    void fewDimensionsFillTheRoomAndManyScroll() {
        const TrainingDataPtr data = prepareSample("iris", {});
        Shown two(data, untrained(data, 2));
        QTRY_VERIFY(two.table.rowHeight(0) > 60);
        QCOMPARE(two.table.verticalScrollBar()->maximum(), 0);
        Shown many(data, untrained(data, 128));
        QCOMPARE(many.lines().rowCount(), 128);
        QTRY_VERIFY(many.table.rowHeight(0) >= many.panel.fontMetrics().height());
        QVERIFY(many.table.verticalScrollBar()->maximum() > 0);
        QVERIFY(many.table.horizontalHeader()->length() <= many.table.width());
    }

    void everyLineExplainsItself() {
        const TrainingDataPtr data = prepareSample("iris", {});
        Shown shown(data, untrained(data, 2));
        shown.panel.findChild<Model*>()->setHealth(healthOf({1.25, 0.01}));
        const QString active = shown.cell(0, Model::Kl, Qt::ToolTipRole).toString();
        QVERIFY(active.startsWith("Latent 1 is active"));
        QVERIFY(active.contains("KL 1.250 nats per row"));
        QVERIFY(shown.cell(1, Model::Kl, Qt::ToolTipRole).toString().startsWith("Latent 2 is idle"));
        for (int section = 0; section < Model::SectionCount; ++section)
            QVERIFY(!shown.lines().headerData(section, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty());
    }

    void newDataClearWhatIsShown() {
        const TrainingDataPtr data = prepareSample("iris", {});
        Shown shown(data, untrained(data, 2));
        QVERIFY(shown.table.isVisible());
        shown.panel.setTrainingData(data);
        QVERIFY(!shown.table.isVisible());
        QVERIFY(!shown.panel.health());
    }

    void paintsInEveryPalette() {
        const TrainedSample sample = trainSample("iris", 3);
        Shown shown(sample.data, sample.model);
        const QImage light = shown.panel.grab().toImage();
        QPalette dark;
        for (const QPalette::ColorRole role : {QPalette::Window, QPalette::Base})
            dark.setColor(role, Qt::black);
        for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text})
            dark.setColor(role, Qt::white);
        shown.panel.setPalette(dark);
        QVERIFY(shown.panel.grab().toImage() != light);
    }
};

QTEST_MAIN(LatentHealthPanelTest)
#include "latent_health_panel_test.moc"
