#include "ui/explore/grid_panel.h"

#include <QComboBox>
#include <QFile>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <numeric>

#include "core/analysis/latent_decoder.h"
#include "core/data/csv_reader.h"
#include "tests/support/explored.h"
#include "tests/support/tables.h"
#include "ui/plots/scatter_canvas.h"
#include "ui/support/plot_menu.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

struct Desk {
    explicit Desk(const std::string& sample) : explored(sample) {
        window.resize(900, 500);
        map.setGeometry(0, 0, 500, 500);
        panel.setGeometry(500, 0, 400, 400);
        map.setSnapshot(exploration.snapshot());
        window.show();
    }

    QComboBox* box(const QString& help) {
        for (auto* const one : panel.findChildren<QComboBox*>())
            if (one->toolTip() == help)
                return one;
        return nullptr;
    }
    void choose(const QString& help, const QString& text) {
        QComboBox* const chosen = box(help);
        chosen->setFocus();
        chosen->setCurrentIndex(0);
        while (chosen->currentText() != text && chosen->currentIndex() + 1 < chosen->count())
            QTest::keyClick(chosen, Qt::Key_Down);
        QCOMPARE(chosen->currentText(), text);
    }
    const DecodedGridPtr& grid() const { return panel.view().grid(); }

    Explored explored;
    Exploration& exploration = explored.exploration;
    QWidget window;
    LatentScatterView map{explored.viewState, &window};
    GridPanel panel{exploration, map, &window};
};

const QString kOver = "What the grid goes over";
const QString kLook = "How the places are drawn";
const QString kFrom = "Where the line begins";
const QString kTo = "Where the line ends";

}  // namespace

class GridPanelTest : public QObject {
    Q_OBJECT

private slots:
    void aGridCoversWhatTheMapShows() {
        Desk desk("iris");
        QTRY_VERIFY(desk.grid());
        QTRY_COMPARE(desk.grid()->cells.size(), std::size_t(100));
        const PlotTransform shown = desk.map.canvas().transform();
        QTRY_VERIFY(std::abs(double(desk.grid()->places(0, 0)) - (shown.x.min + 0.05 * shown.x.span())) <
                    1e-4);
        QVERIFY(std::abs(double(desk.grid()->places(1, 0)) - (shown.y.max - 0.05 * shown.y.span())) < 1e-4);
        QVERIFY(std::abs(double(desk.grid()->places(0, 99)) - (shown.x.max - 0.05 * shown.x.span())) < 1e-4);
    }

    void eachPlaceDecodesAsItDoesAlone() {
        Desk desk("penguins");
        QTRY_VERIFY(desk.grid());
        const TrainedSample& sample = desk.explored.sample;
        LatentDecoder decoder({sample.data, &sample.data->preprocessor}, sample.model);
        for (const Index place : {0, 37, 99}) {
            const std::vector<DecodedCell> alone = decoder.cells(desk.grid()->places.col(place));
            for (std::size_t i = 0; i < alone.size(); ++i)
                QCOMPARE(desk.grid()->cells[std::size_t(place)][i].value, alone[i].value);
        }
    }

    void theNumberOfPlacesIsEditable() {
        Desk desk("iris");
        auto* const size = desk.panel.findChild<QSpinBox*>();
        size->setFocus();
        size->selectAll();
        QTest::keyClicks(size, "4");
        QTRY_VERIFY(desk.grid() && desk.grid()->cells.size() == 16);
    }

    void aWideDockGivesTheGridItsHeight() {
        Desk desk("iris");
        QTRY_VERIFY(desk.grid());
        desk.panel.setGeometry(0, 0, 900, 250);
        QTRY_VERIFY(desk.panel.view().height() > 200);
        QVERIFY(desk.panel.view().width() > 400);
        desk.panel.setGeometry(500, 0, 400, 400);
        QTRY_VERIFY(desk.panel.view().width() > 350);
    }

    void sizesOfLatentSpaces_data() {
        QTest::addColumn<int>("latent");
        QTest::newRow("one dimension") << 1;
        QTest::newRow("very many") << 128;
    }
    void sizesOfLatentSpaces() {
        QFETCH(int, latent);
        Desk desk("iris");
        desk.explored.show(readSample("iris"), latent, {0, 1, 2, 3});
        desk.map.setTrainingData(desk.exploration.data());
        desk.map.setSnapshot(desk.exploration.snapshot());
        desk.choose(kOver, QString("Along latent %1").arg(latent));
        QTRY_VERIFY(desk.grid() && desk.grid()->rows == 1 && desk.grid()->places.rows() == latent);
        QVERIFY(desk.grid()->places(latent - 1, 0) < desk.grid()->places(latent - 1, 9));
        QVERIFY(!desk.panel.grab().isNull());
    }

    void withoutAModelItSaysWhatIsLacking() {
        Desk desk("iris");
        QTRY_VERIFY(desk.grid());
        desk.exploration.setSnapshot(nullptr);
        const auto labels = desk.panel.findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->isVisible() && label->text().contains("Train a model first");
        }));
        QVERIFY(!desk.panel.view().isVisible());
    }

    void barsOfManyColumnsArePaged() {
        Desk desk("breast_cancer");
        QToolButton* forth = nullptr;
        for (auto* const button : desk.panel.findChildren<QToolButton*>())
            if (button->toolTip().contains("columns after"))
                forth = button;
        QVERIFY(forth && !forth->isVisible());

        std::string table;
        for (int column = 0; column < 100; ++column)
            table += (column ? ",c" : "c") + std::to_string(column);
        for (int row = 0; row < 30; ++row)
            for (int column = 0; column < 100; ++column)
                table += (column ? "," : "\n") + std::to_string((row * 7 + column) % 13) + ".5";
        std::vector<Index> inputs(100);
        std::iota(inputs.begin(), inputs.end(), Index(0));
        desk.explored.show(tableFrom(table + "\n"), 2, inputs);
        desk.map.setTrainingData(desk.exploration.data());
        desk.map.setSnapshot(desk.exploration.snapshot());
        QTRY_VERIFY(desk.grid() && desk.grid()->cells.front().size() == 100);
        const auto says = [&desk](const QString& words) {
            const auto labels = desk.panel.findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [&words](const QLabel* label) {
                return label->isVisible() && label->text() == words;
            });
        };
        desk.choose(kLook, "as bars");
        QTRY_VERIFY(says("columns 1 to 64 of 100"));
        const QImage first = const_cast<GridView&>(desk.panel.view()).grab().toImage();
        QTest::mouseClick(forth, Qt::LeftButton);
        QVERIFY(says("columns 65 to 100 of 100"));
        QVERIFY(!forth->isEnabled());
        QVERIFY(const_cast<GridView&>(desk.panel.view()).grab().toImage() != first);
        desk.choose(kLook, "c7");
        QVERIFY(!forth->isVisible());
    }

    void aClickGoesToThePlace() {
        Desk desk("iris");
        QTRY_VERIFY(desk.grid());
        auto* const view = desk.panel.findChild<GridView*>();
        const Vector wanted = desk.grid()->places.col(23);
        QTest::mouseClick(view, Qt::LeftButton, {}, view->cellRect(23).center().toPoint());
        QVERIFY((desk.exploration.place() - wanted).norm() < 1e-5);
    }

    void alongADimensionOnlyThatOneChanges() {
        Desk desk("iris");
        desk.exploration.setPlace(Vector::Constant(2, 0.5f));
        desk.choose(kOver, "Along latent 2");
        QTRY_VERIFY(desk.grid() && desk.grid()->rows == 1);
        const Matrix& places = desk.grid()->places;
        QVERIFY((places.row(0).array() == Scalar(0.5)).all());
        QVERIFY(places(1, 0) < places(1, places.cols() - 1));
    }

    /// Bit for bit: an interpolation ends where its ends are.
    void aLineBetweenPinsEndsAtThem() {
        Desk desk("iris");
        Vector first(2);
        first << 0.1f, -0.7f;
        Vector second(2);
        second << 1.3f, 0.9f;
        desk.exploration.addPin({.name = "A", .place = first});
        desk.exploration.addPin({.name = "B", .place = second});
        desk.choose(kOver, "A line between places");
        desk.choose(kFrom, "A");
        desk.choose(kTo, "B");
        QTRY_VERIFY(desk.grid() && desk.grid()->rows == 1 && desk.grid()->places.col(0) == first &&
                    desk.grid()->places.rightCols(1) == second);
        const TrainedSample& sample = desk.explored.sample;
        LatentDecoder decoder({sample.data, &sample.data->preprocessor}, sample.model);
        const std::vector<DecodedCell> alone = decoder.cells(second);
        for (std::size_t i = 0; i < alone.size(); ++i)
            QCOMPARE(desk.grid()->cells.back()[i].value, alone[i].value);
    }

    void withoutASelectedRowThereIsNoLineToIt() {
        Desk desk("iris");
        desk.choose(kOver, "A line between places");
        QTRY_VERIFY(!desk.grid());
        desk.explored.viewState.setSelectedRow(10);
        QTRY_VERIFY(desk.grid());
        QVERIFY((desk.grid()->places.rightCols(1) - desk.exploration.snapshot()->means.col(10)).norm() <
                1e-5);
    }

    void looksDifferAndAreDrawn_data() {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<QString>("look");
        QTest::newRow("pictures") << "digits"
                                  << "as pictures";
        QTest::newRow("bars") << "penguins"
                              << "as bars";
        QTest::newRow("lines") << "penguins"
                               << "as lines";
        QTest::newRow("a number") << "penguins"
                                  << "body_mass_g";
        QTest::newRow("a category") << "penguins"
                                    << "island";
    }

    void looksDifferAndAreDrawn() {
        QFETCH(QString, sample);
        QFETCH(QString, look);
        Desk desk(sample.toStdString());
        QTRY_VERIFY(desk.grid());
        desk.choose(kLook, look);
        auto* const view = desk.panel.findChild<GridView*>();
        const QImage drawn = view->grab().toImage();
        QSet<QRgb> colours;
        for (int x = 0; x < drawn.width(); x += 3)
            for (int y = 0; y < drawn.height(); y += 3)
                colours.insert(drawn.pixel(x, y));
        QVERIFY(colours.size() >= 3);
        if (sample == "digits")
            QCOMPARE(desk.grid()->mosaic.size(), QSize(80, 80));
        QVERIFY(!view->toolTipAt(view->cellRect(0).center()).isEmpty());
    }

    void theGridIsExportedAsATable() {
        Desk desk("penguins");
        QTRY_VERIFY(desk.grid());
        const DatasetPtr table = readCsvText(gridCsv(*desk.grid()), "grid.csv").dataset;
        QCOMPARE(table->rows(), Index(100));
        const std::vector<EncodedColumn>& columns = desk.explored.sample.data->preprocessor.columns();
        QCOMPARE(table->columns().size(), columns.size() + 2);
        QCOMPARE(table->column(0).name, std::string("z_0"));
        QVERIFY(std::abs(table->column(0).values[5] - double(desk.grid()->places(0, 5))) < 1e-6);

        QTemporaryDir folder;
        auto* const menu = desk.panel.findChild<PlotMenu*>();
        QSignalSpy saved(menu, &PlotMenu::saved);
        menu->exportData(folder.filePath("grid.csv"));
        QTRY_COMPARE(saved.count(), 1);
        menu->savePicture(folder.filePath("grid.png"));
        QTRY_COMPARE(saved.count(), 2);
        QVERIFY(!QImage(folder.filePath("grid.png")).isNull());
    }

    void anotherTableWhileAGridIsDecoded() {
        Desk desk("penguins");
        QTRY_VERIFY(desk.grid());
        desk.exploration.setPlace(Vector::Ones(2));
        const TrainedSample other = trainSample("iris", 1);
        desk.exploration.setData(other.data);
        QVERIFY(!desk.grid());
        desk.exploration.setSnapshot(snapshotOf(other));
        desk.map.setSnapshot(desk.exploration.snapshot());
        QTRY_VERIFY(desk.grid());
        QCOMPARE(desk.grid()->data, other.data);
    }
};

QTEST_MAIN(GridPanelTest)
#include "grid_panel_test.moc"
