// Decoding by pointing at the map, with mouse and keys as a person uses them.

#include "ui/explore/decode_mode.h"

#include <QLineEdit>
#include <QListWidget>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <limits>

#include "core/analysis/reconstruction.h"
#include "tests/support/explored.h"
#include "ui/explore/picture_strip.h"
#include "ui/plots/scatter_canvas.h"
#include "ui/plots/scatter_layer.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// The map with its panel beside it, on the screen.
struct Desk {
    explicit Desk(const std::string& sample, int epochs = 3) : explored(sample, epochs) {
        window.resize(800, 500);
        map.setGeometry(0, 0, 500, 500);
        panel.setGeometry(500, 0, 300, 500);
        map.setSnapshot(explored.exploration.snapshot());
        window.show();
        if (!QTest::qWaitForWindowExposed(&window))
            QFAIL("no window");
    }

    QPoint pixelOf(QPointF value) { return map.canvas().transform().toPixel(value).toPoint(); }
    QWidget* ground() { return map.canvas().viewport(); }
    QToolButton* button(const QString& text) {
        for (auto* const one : panel.findChildren<QToolButton*>())
            if (one->text() == text)
                return one;
        return nullptr;
    }
    QString textOf(int row, int section) { return panel.model().index(row, section).data().toString(); }

    Explored explored;
    Exploration& exploration = explored.exploration;
    QWidget window;
    LatentScatterView map{explored.viewState, &window};
    PlaceSupport support{exploration};
    DecodedPlacePanel panel{exploration, support, &window};
    DecodeMode mode{exploration, support, map, panel};
};

}  // namespace

class DecodeModeTest : public QObject {
    Q_OBJECT

private slots:
    void aRowsPlaceShowsItsReconstruction() {
        Desk desk("penguins");
        desk.explored.viewState.setSelectedRow(40);
        const TrainedSample& sample = desk.explored.sample;
        const RowReconstruction shown = reconstructRow(*sample.data->dataset, sample.data->preprocessor,
                                                       sample.data->table, *sample.model, 40);
        QVERIFY(desk.panel.model().place());
        for (std::size_t i = 0; i < shown.cells.size(); ++i) {
            const DecodedCell& cell = desk.panel.model().place()->cells[i].decoded;
            const DecodedCell& expected = shown.cells[i].reconstruction;
            QVERIFY(std::abs(cell.value - expected.value) <= 1e-5 * std::max(1.0, std::abs(expected.value)));
            QVERIFY(std::abs(cell.probability - expected.probability) < 1e-5);
        }
    }

    void pointingDecodesAtOnceAndAClickStays() {
        Desk desk("iris");
        desk.map.canvas().setTool(MapTool::Decode);
        const DecodedPlace before = *desk.panel.model().place();
        const QPointF place =
            desk.map.canvas().transform().toValue(desk.ground()->rect().center() + QPoint(30, -50));
        QTest::mouseMove(desk.ground(), desk.pixelOf(place));
        QTRY_VERIFY(desk.panel.model().place()->cells[0].decoded.value != before.cells[0].decoded.value);
        QCOMPARE(desk.exploration.place(), Vector::Zero(2));

        QTest::mouseClick(desk.ground(), Qt::LeftButton, {}, desk.pixelOf(place));
        QVERIFY(std::abs(double(desk.exploration.place()[0]) - place.x()) < 0.05);
        QVERIFY(std::abs(double(desk.exploration.place()[1]) - place.y()) < 0.05);
        const DecodedPlace chosen = *desk.panel.model().place();

        // Elsewhere for a moment, and back when the pointer is gone.
        QTest::mouseMove(desk.ground(), desk.pixelOf(place) + QPoint(60, 40));
        QTRY_VERIFY(desk.panel.model().place()->cells[0].decoded.value != chosen.cells[0].decoded.value);
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(&desk.map.canvas(), &leave);
        QCOMPARE(desk.panel.model().place()->cells[0].decoded.value, chosen.cells[0].decoded.value);
    }

    void aClickDecodesAndClearsNothing() {
        Desk desk("iris");
        desk.explored.viewState.setSelectedRow(3);
        desk.map.canvas().setTool(MapTool::Decode);
        const QRect ground = desk.map.canvas().transform().area.toRect();
        QTest::mouseClick(desk.ground(), Qt::LeftButton, {}, ground.topLeft() + QPoint(4, 4));
        QCOMPARE(desk.explored.viewState.selectedRow(), std::optional<Index>(3));
        QVERIFY(!desk.exploration.placeRow());
    }

    void pinsAreComparedRenamedVisitedAndRemoved() {
        Desk desk("iris");
        desk.exploration.setPlace(Vector::Ones(2));
        QTest::mouseClick(desk.button("Pin"), Qt::LeftButton);
        desk.exploration.setPlace(-Vector::Ones(2));
        QTest::mouseClick(desk.button("Pin"), Qt::LeftButton);
        QCOMPARE(desk.panel.model().columnCount(), int(DecodedPlaceModel::FirstPin) + 2);
        QCOMPARE(desk.textOf(0, DecodedPlaceModel::FirstPin + 1), desk.textOf(0, DecodedPlaceModel::Value));
        QVERIFY(desk.textOf(0, DecodedPlaceModel::FirstPin) != desk.textOf(0, DecodedPlaceModel::Value));

        auto* const list = desk.panel.findChild<QListWidget*>();
        QCOMPARE(list->item(0)->text(), QString("A"));
        QCOMPARE(list->item(1)->text(), QString("B"));
        list->setFocus();
        list->setCurrentRow(0);
        list->editItem(list->item(0));
        auto* const field = list->findChild<QLineEdit*>();
        QVERIFY(field);
        QTest::keyClicks(field, "outlier");
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(desk.exploration.pins()[0].name, QString("outlier"));
        QCOMPARE(desk.panel.model()
                     .headerData(DecodedPlaceModel::FirstPin, Qt::Horizontal, Qt::DisplayRole)
                     .toString(),
                 QString("outlier"));

        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(0)).center());
        QCOMPARE(desk.exploration.place(), Vector::Ones(2));
        QTest::mouseClick(desk.button("Remove"), Qt::LeftButton);
        QCOMPARE(desk.exploration.pins().size(), std::size_t(1));
        QCOMPARE(desk.exploration.pins()[0].name, QString("B"));
    }

    void farFromAllRowsItSaysThatNothingSupportsThePlace() {
        Desk desk("iris", 20);
        desk.explored.viewState.setSelectedRow(60);
        const auto says = [&](const QString& words) {
            for (auto* const label : desk.panel.findChildren<QLabel*>())
                if (label->text().startsWith(words))
                    return true;
            return false;
        };
        QTRY_VERIFY(says("Supported"));
        desk.exploration.setPlace(Vector::Constant(2, 40));
        QVERIFY(says("No support"));
    }

    void shadingIsDrawnOnDemand() {
        Desk desk("iris", 20);
        QTRY_VERIFY(desk.support.support());
        const auto drawn = [&] {
            QImage image(200, 150, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::white);
            QPainter painter(&image);
            PlotTransform shown = desk.map.canvas().transform();
            shown.area = image.rect();
            desk.mode.shading().paint(painter, shown, PlotTheme::fromPalette(desk.map.palette()));
            painter.end();
            return image;
        };
        const QRgb white = qRgb(255, 255, 255);
        QCOMPARE(drawn().pixel(1, 1), white);
        // Far enough out for the corners to be empty.
        desk.map.lookAt({.x = {-9, 9}, .y = {-9, 9}});
        QSignalSpy shaded(&desk.mode.shading(), &SupportOverlay::shaded);
        QTest::mouseClick(desk.button("Shade"), Qt::LeftButton);
        QTRY_VERIFY(!shaded.isEmpty());
        QVERIFY(drawn().pixel(3, 3) != white);
        const Vector mean = desk.exploration.snapshot()->means.col(75);
        PlotTransform shown = desk.map.canvas().transform();
        shown.area = QRectF(0, 0, 200, 150);
        QCOMPARE(drawn().pixel(shown.toPixel({double(mean[0]), double(mean[1])}).toPoint()), white);
        QTest::mouseClick(desk.button("Shade"), Qt::LeftButton);
        QCOMPARE(drawn().pixel(3, 3), white);
    }

    void picturesAreShownAsPictures() {
        Desk desk("digits", 1);
        desk.explored.viewState.setSelectedRow(5);
        auto* const strip = desk.panel.findChild<PictureStrip*>();
        QVERIFY(strip->isVisible());
        QCOMPARE(strip->entries().size(), std::size_t(1));
        QCOMPARE(strip->entries()[0].picture.size(), QSize(8, 8));
        QTest::mouseClick(desk.button("Pin"), Qt::LeftButton);
        QCOMPARE(strip->entries().size(), std::size_t(2));
        QTest::mouseClick(desk.button("Picture"), Qt::LeftButton);
        QVERIFY(!strip->isVisible());
    }

    void withoutAModelItSaysWhatToDo() {
        ViewState viewState;
        QUndoStack undoStack;
        Exploration exploration(viewState, undoStack);
        LatentScatterView map(viewState);
        PlaceSupport support(exploration);
        DecodedPlacePanel panel(exploration, support);
        DecodeMode mode(exploration, support, map, panel);
        panel.show();
        map.canvas().setTool(MapTool::Decode);
        QTest::mouseClick(map.canvas().viewport(), Qt::LeftButton, {}, QPoint(100, 100));
        QCOMPARE(exploration.place().size(), Index(0));
        panel.showPointed(Vector::Zero(2));
        bool told = false;
        for (auto* const label : panel.findChildren<QLabel*>())
            told = told || (label->isVisible() && label->text().startsWith("Train a model first"));
        QVERIFY(told);
    }

    void anotherModelWhileAPlaceIsShown() {
        Desk desk("iris");
        desk.map.canvas().setTool(MapTool::Decode);
        QTest::mouseMove(desk.ground(), desk.ground()->rect().center());
        desk.exploration.addPin({.name = "A", .place = Vector::Ones(2)});
        const TrainedSample other = trainSample("wine", 1);
        desk.exploration.setData(other.data);
        QCOMPARE(desk.panel.model().rowCount(), int(other.data->preprocessor.columns().size()));
        QVERIFY(!desk.panel.model().place());
        desk.exploration.setSnapshot(snapshotOf(other));
        QVERIFY(desk.panel.model().place());
        QCOMPARE(desk.panel.model().columnCount(), int(DecodedPlaceModel::FirstPin));
        QTRY_VERIFY(desk.support.support());
    }

    void aPlaceThatIsNoneIsNotShown() {
        Desk desk("iris");
        const double before = desk.panel.model().place()->cells[0].decoded.value;
        desk.panel.showPointed(Vector::Constant(2, std::numeric_limits<float>::quiet_NaN()));
        QCOMPARE(desk.panel.model().place()->cells[0].decoded.value, before);
        desk.panel.showPointed(Vector::Zero(7));
        QCOMPARE(desk.panel.model().place()->cells[0].decoded.value, before);
    }
};

QTEST_MAIN(DecodeModeTest)
#include "decode_mode_test.moc"
