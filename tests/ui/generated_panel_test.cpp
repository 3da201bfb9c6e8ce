#include "ui/explore/generated_panel.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

#include "core/data/csv_reader.h"
#include "tests/support/explored.h"
#include "ui/plots/scatter_canvas.h"
#include "ui/support/plot_menu.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// The panel beside the map of a sample's model.
struct Shown {
    explicit Shown(const std::string& name, int epochs = 3) : explored(name, epochs) {
        map.resize(600, 400);
        map.show();
        map.setSnapshot(explored.exploration.snapshot());
        panel.resize(900, 260);
        panel.show();
    }

    bool waitForResult() {
        return QTest::qWaitFor([this] { return panel.hasResult(); }, 60000);
    }
    DataTable& tableCalled(const QString& name) {
        for (DataTable* const table : panel.findChildren<DataTable*>())
            if (table->accessibleName() == name)
                return *table;
        qFatal("no such table");
    }
    QSpinBox& number(int place) { return *panel.findChildren<QSpinBox*>()[place]; }
    void type(QSpinBox& field, const QString& text) {
        field.setFocus();
        field.selectAll();
        QTest::keyClicks(&field, text);
        QTest::keyClick(&field, Qt::Key_Return);
    }

    Explored explored;
    LatentScatterView map{explored.viewState};
    GeneratedPanel panel{explored.exploration, map};
    QSpinBox& count = number(0);
    QSpinBox& seed = number(1);
    QComboBox& source = *panel.findChild<QComboBox*>();
    QCheckBox& onMap = *panel.findChild<QCheckBox*>();
    DataTable& made = tableCalled("Rows that the model made up");
    DataTable& real = tableCalled("Rows of the table");
    QTabBar& tabs = *panel.findChild<QTabBar*>();
};

}  // namespace

class GeneratedPanelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void showsTheRowsOfTheSeedBesideTheTable() {
        Shown shown("penguins");
        QVERIFY(shown.waitForResult());
        const TrainingData& data = *shown.explored.sample.data;
        const GeneratedRows expected = generateRows(data.preprocessor, *shown.explored.sample.model, 500, 1);
        QCOMPARE(shown.panel.comparison()->rows.values, expected.values);
        const QAbstractItemModelTester tester(shown.made.model());
        QCOMPARE(shown.made.model()->rowCount(), 500);
        QCOMPARE(shown.made.model()->columnCount(), int(data.preprocessor.columns().size()));
        QCOMPARE(shown.real.model()->rowCount(), int(data.table.rows()));
        // Both show the columns that the model has.
        int columns = 0;
        for (int i = 0; i < shown.real.model()->columnCount(); ++i)
            columns += shown.real.isColumnHidden(i) ? 0 : 1;
        QCOMPARE(columns, shown.made.model()->columnCount());
    }

    void seedNumberAndSourceDecideWhatIsMadeUp() {
        Shown shown("penguins");
        QVERIFY(shown.waitForResult());
        const GeneratedComparisonPtr first = shown.panel.comparison();
        shown.type(shown.seed, "7");
        QVERIFY(shown.waitForResult());
        QVERIFY(shown.panel.comparison()->rows.z != first->rows.z);
        shown.type(shown.seed, "1");
        QVERIFY(shown.waitForResult());
        QCOMPARE(shown.panel.comparison()->rows.z, first->rows.z);
        shown.type(shown.count, "40");
        QVERIFY(shown.waitForResult());
        QCOMPARE(shown.panel.comparison()->rows.z.cols(), Index(40));
        shown.type(shown.count, "500");
        shown.source.setFocus();
        QTest::keyClick(&shown.source, Qt::Key_Down);
        QVERIFY(shown.waitForResult());
        // As spread out as the rows are, not as the prior.
        const auto variance = [](const Matrix& points) {
            return ((points.colwise() - points.rowwise().mean()).rowwise().squaredNorm() / points.cols())
                .eval();
        };
        const Vector made = variance(shown.panel.comparison()->rows.z);
        const Vector rows = variance(shown.explored.exploration.snapshot()->means);
        for (Index i = 0; i < made.size(); ++i)
            QVERIFY(made[i] > 0.5F * rows[i]);
        QVERIFY(shown.panel.comparison()->rows.z != first->rows.z);
    }

    void standsOnTheMapWhileItIsWanted() {
        Shown shown("iris");
        QVERIFY(shown.waitForResult());
        const GeneratedOverlay& overlay = shown.panel.overlay();
        QCOMPARE(overlay.points().size(), std::size_t(500));
        QCOMPARE(overlay.points()[3], shown.map.plane().of(shown.panel.comparison()->rows.z.col(3)));
        QVERIFY(!overlay.isShown());
        QTest::mouseClick(&shown.onMap, Qt::LeftButton, {}, QPoint(8, shown.onMap.height() / 2));
        QVERIFY(overlay.isShown());
        shown.panel.hide();
        QVERIFY(!overlay.isShown());
        shown.panel.show();
        shown.map.setDimensions(1, 0);
        QCOMPARE(overlay.points()[3], shown.map.plane().of(shown.panel.comparison()->rows.z.col(3)));
        shown.explored.exploration.setSnapshot(nullptr);
        QVERIFY(overlay.points().empty());
    }

    void hollowPointsArePainted() {
        Explored explored("iris");
        LatentScatterView map(explored.viewState);
        GeneratedOverlay overlay(map, nullptr);
        overlay.setShown(true);
        Matrix place(2, 1);
        place << 0, 0;
        overlay.setPlaces(place);
        const PlotTransform shown{.x = {-1, 1}, .y = {-1, 1}, .area = {0, 0, 40, 40}};
        const auto painted = [&] {
            QImage image(40, 40, QImage::Format_ARGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            overlay.paint(painter, shown, PlotTheme::fromPalette(QPalette(Qt::white)));
            return image;
        };
        const QImage image = painted();
        // A ring: empty in the middle, coloured three pixels beside it.
        QCOMPARE(image.pixelColor(20, 20), QColor(Qt::white));
        QVERIFY(image.pixelColor(23, 20) != QColor(Qt::white) ||
                image.pixelColor(22, 20) != QColor(Qt::white));
        overlay.setShown(false);
        QCOMPARE(painted().pixelColor(23, 20), QColor(Qt::white));
    }

    void aClickLooksAtThePlaceOfAMadeUpRow() {
        Shown shown("iris");
        QVERIFY(shown.waitForResult());
        QTest::mouseClick(shown.made.viewport(), Qt::LeftButton, {},
                          shown.made.visualRect(shown.made.model()->index(2, 0)).center());
        QCOMPARE(shown.explored.exploration.place(), Vector(shown.panel.comparison()->rows.z.col(2)));
        QTest::mouseClick(shown.real.viewport(), Qt::LeftButton, {},
                          shown.real.visualRect(shown.real.model()->index(3, 0)).center());
        QCOMPARE(shown.explored.viewState.selectedRow(), std::optional<Index>(3));
    }

    void columnsAndCorrelationsAreCompared() {
        Shown shown("iris");
        QVERIFY(shown.waitForResult());
        QTest::mouseClick(&shown.tabs, Qt::LeftButton, {}, shown.tabs.tabRect(1).center());
        auto* const columns = shown.panel.findChild<DifferenceList*>();
        QVERIFY(columns->isVisible());
        QCOMPARE(columns->model()->rowCount(), 4);
        QTest::mouseClick(&shown.tabs, Qt::LeftButton, {}, shown.tabs.tabRect(2).center());
        auto* const view = shown.panel.findChild<CorrelationView*>();
        QVERIFY(view->isVisible());
        // numpy.corrcoef of petal length and width over all rows.
        const CorrelationPair& pair = shown.panel.comparison()->correlations;
        QCOMPARE(pair.columns.size(), std::size_t(4));
        QVERIFY(std::abs(pair.real(2, 3) - 0.962865) < 1e-6);
        QVERIFY(view->largestText(3).contains("in the table"));
        QCOMPARE(view->largestText(3).count('\n'), 2);
        // Somewhere in the first map, at its upper left corner.
        QString text;
        for (int x = 0; x < view->width() && text.isEmpty(); x += 4)
            text = view->textAt(QPointF(x, view->height() / 2.0));
        QVERIFY(text.contains("in the table") && text.contains("generated"));
        QVERIFY(view->textAt(QPointF(1, 1)).isEmpty());
    }

    void theExportHoldsTheMadeUpRows() {
        Shown shown("penguins");
        QVERIFY(shown.waitForResult());
        QTemporaryDir folder;
        const QString path = folder.filePath("generated.csv");
        QSignalSpy saved(&shown.panel.menu(), &PlotMenu::saved);
        shown.panel.menu().exportData(path);
        QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, 30000);
        const DatasetPtr written = readCsv(path.toStdString()).dataset;
        QCOMPARE(written->rows(), Index(500));
        QCOMPARE(written->columns().size(), shown.explored.sample.data->preprocessor.columns().size());
        QCOMPARE(written->missingCount(), Index(0));
        const Column& mass = written->column(*written->indexOf("body_mass_g"));
        const DatasetPtr made = shown.panel.comparison()->table;
        QCOMPARE(mass.values[11], made->column(*made->indexOf("body_mass_g")).values[11]);
    }

    void anyLatentSpaceWillDo_data() {
        QTest::addColumn<int>("latent");
        QTest::addColumn<int>("rows");
        QTest::newRow("1 dimension") << 1 << 500;
        QTest::newRow("128 dimensions") << 128 << 500;
        QTest::newRow("one row") << 2 << 1;
    }

    void anyLatentSpaceWillDo() {
        QFETCH(int, latent);
        QFETCH(int, rows);
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
        shown.count.setValue(rows);
        // While the first is being computed.
        shown.explored.viewState.setDataset(other.data->dataset, std::nullopt);
        shown.explored.exploration.setData(other.data);
        QVERIFY(!shown.panel.hasResult());
        QVERIFY(shown.panel.message().contains("Train a model first"));
        shown.explored.exploration.setSnapshot(snapshotOf(other));
        shown.map.setSnapshot(shown.explored.exploration.snapshot());
        QVERIFY(shown.waitForResult());
        QCOMPARE(shown.panel.comparison()->rows.z.rows(), Index(latent));
        QCOMPARE(shown.panel.overlay().points().size(), std::size_t(rows));
        shown.source.setCurrentIndex(1);
        QVERIFY(shown.waitForResult());
        QVERIFY(shown.panel.comparison()->rows.z.allFinite());
    }
};

QTEST_MAIN(GeneratedPanelTest)
#include "generated_panel_test.moc"
