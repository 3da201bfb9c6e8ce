#include "ui/plots/latent_scatter_view.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>
#include <QWheelEvent>
#include <cmath>
#include <numeric>

#include "ui/plots/scatter_canvas.h"
#include "ui/plots/scatter_layer.h"
#include "ui/plots/scatter_legend.h"

namespace latentscape::ui {
namespace {

LatentSnapshotPtr snapshotOf(Matrix means, RowList rows, Index totalRows, std::uint64_t run = 1) {
    auto snapshot = std::make_shared<LatentSnapshot>();
    snapshot->run = run;
    snapshot->means = std::move(means);
    snapshot->rows = std::make_shared<const RowList>(std::move(rows));
    snapshot->totalRows = totalRows;
    return snapshot;
}

/// Rows 0, 10, 20 and 30 of 40 at the corners of a square.
LatentSnapshotPtr square(Scalar size = 1, std::uint64_t run = 1) {
    Matrix means(2, 4);
    means << -size, size, -size, size, -size, -size, size, size;
    return snapshotOf(means, {0, 10, 20, 30}, 40, run);
}

DatasetPtr fortyRows() {
    Column column;
    column.name = "kind";
    column.type = ColumnType::Binary;
    column.categories = {"even", "odd"};
    for (int row = 0; row < 40; ++row)
        column.values.push_back(row / 10 % 2);
    column.missing.resize(40);
    return std::make_shared<const Dataset>("table", "", std::vector{column});
}

}  // namespace

class LatentScatterViewTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_state = std::make_unique<ViewState>();
        m_view = std::make_unique<LatentScatterView>(*m_state);
        m_view->resize(640, 480);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup() {
        m_view.reset();
        m_state.reset();
    }

    void snapshotIsDrawnAndConsumed() {
        show(square());
        QVERIFY(!canvas().layer().picture().isNull());
        QVERIFY(shown().x.contains({-1, 1}));
        QCOMPARE(m_consumed, 1);
    }

    void hiddenViewConsumesSnapshotsToo() {
        m_view->hide();
        show(square());
    }

    void snapshotsInAHurryAreConsumed() {
        QSignalSpy consumed(m_view.get(), &LatentScatterView::snapshotConsumed);
        for (int i = 0; i < 5; ++i)
            m_view->setSnapshot(square(Scalar(1 + i)));
        QTRY_VERIFY(!consumed.isEmpty());
        QTRY_VERIFY(shown().x.contains({-5, 5}));
    }

    void wheelZoomKeepsTheValueUnderTheCursor() {
        show(square());
        const QPointF cursor = pixelOf({0.4, -0.3});
        const PlotTransform before = shown();
        wheel(cursor, 120);
        QVERIFY(shown().x.span() < before.x.span());
        QVERIFY(shown().y.span() < before.y.span());
        compare(shown().toValue(cursor), before.toValue(cursor));
        wheel(cursor, -240);
        QVERIFY(shown().x.span() > before.x.span());
        compare(shown().toValue(cursor), before.toValue(cursor));
    }

    void wheelOverAnAxisZoomsThatAxisOnly() {
        show(square());
        const PlotTransform before = shown();
        wheel({before.area.left() - 20, before.area.center().y()}, 120);
        QCOMPARE(shown().x, before.x);
        QVERIFY(shown().y.span() < before.y.span());
        wheel({before.area.center().x(), before.area.bottom() + 15}, 120);
        QVERIFY(shown().x.span() < before.x.span());
    }

    void dragPansAndDoesNotSelect() {
        show(square());
        m_state->setSelectedRow(20);
        const PlotTransform before = shown();
        const QPoint from = before.area.center().toPoint();
        const QPoint to = from + QPoint(60, 35);
        QTest::mousePress(viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(viewport(), to);
        QTest::mouseRelease(viewport(), Qt::LeftButton, {}, to);
        compare(shown().toValue(to), before.toValue(from));
        QCOMPARE(m_state->selectedRow(), std::optional<Index>(20));
    }

    void clickSelectsTheNearestRow() {
        show(square());
        click(pixelOf({1, -1}) + QPointF(4, -3));
        QCOMPARE(m_state->selectedRow(), std::optional<Index>(10));
        QVERIFY(canvas().layer().selected());
        QCOMPARE(canvas().layer().selected()->value, QPointF(1, -1));
    }

    void clickOnEmptyClears() {
        show(square());
        m_state->setSelectedRow(30);
        QVERIFY(canvas().layer().selected());
        click(pixelOf({0, 0}));
        QVERIFY(!m_state->selectedRow());
        QVERIFY(!canvas().layer().selected());
    }

    void selectedRowOutsideTheSubsampleIsNotMarked() {
        show(square());
        m_state->setSelectedRow(11);
        QVERIFY(!canvas().layer().selected());
    }

    void hoverTellsTheRow() {
        m_state->setDataset(fortyRows(), 0);
        show(square());
        QTest::mouseMove(viewport(), pixelOf({-1, 1}).toPoint());
        QTRY_COMPARE(m_state->hoveredRow(), std::optional<Index>(20));
        QVERIFY(QToolTip::text().contains("21"));
        QVERIFY(QToolTip::text().contains("even"));
        QTest::mouseMove(viewport(), pixelOf({0, 0}).toPoint());
        QTRY_VERIFY(!m_state->hoveredRow());
    }

    void tooltipListsFiveRowsAtMost() {
        RowList rows(12);
        std::iota(rows.begin(), rows.end(), 0);
        Matrix means = Matrix::Zero(2, 12);
        means(0, 11) = 5;
        show(snapshotOf(means, rows, 12));
        QTest::mouseMove(viewport(), pixelOf({0, 0}).toPoint());
        QTRY_VERIFY(m_state->hoveredRow());
        QCOMPARE(QToolTip::text().count("Row"), 5);
        QVERIFY(QToolTip::text().contains("…"));
    }

    void fitFollowsThePointsUntilAPersonZooms() {
        show(square(1));
        show(square(10));
        QTRY_VERIFY(shown().x.contains({-10, 10}));
        wheel(shown().area.center(), 120);
        const Range zoomed = shown().x;
        show(square(100));
        QCOMPARE(shown().x, zoomed);
        QTest::keyClick(&canvas(), Qt::Key_F);
        QTRY_VERIFY(shown().x.contains({-100, 100}));
    }

    void smallMovesOfThePointsLeaveTheAxesAlone() {
        show(square(1));
        const Range before = shown().x;
        show(square(Scalar(0.95)));
        show(square(Scalar(1.04)));
        QCOMPARE(shown().x, before);
    }

    void doubleClickFits() {
        show(square());
        wheel(shown().area.center(), 480);
        QVERIFY(!shown().x.contains({-1, 1}));
        QTest::mouseDClick(viewport(), Qt::LeftButton, {}, shown().area.center().toPoint());
        QTRY_VERIFY(shown().x.contains({-1, 1}));
    }

    void newRunIsFittedAgain() {
        show(square(1, 1));
        wheel(shown().area.center(), 480);
        show(square(3, 2));
        QVERIFY(shown().x.contains({-3, 3}));
    }

    void keysPanAndZoom() {
        show(square());
        const PlotTransform before = shown();
        QTest::keyClick(&canvas(), Qt::Key_Right);
        QVERIFY(shown().x.min > before.x.min);
        QTest::keyClick(&canvas(), Qt::Key_Up);
        QVERIFY(shown().y.min > before.y.min);
        QTest::keyClick(&canvas(), Qt::Key_Plus);
        QVERIFY(shown().x.span() < before.x.span());
        QTest::keyClick(&canvas(), Qt::Key_Minus);
        QCOMPARE(shown().x.span(), before.x.span());
    }

    void headerSaysHowManyRowsAreShown() {
        show(square());
        QVERIFY(textOnScreen().contains("showing 4 of 40"));
        Matrix means = Matrix::Random(2, 3);
        show(snapshotOf(means, {0, 1, 2}, 3));
        QVERIFY(!textOnScreen().contains("showing"));
    }

    void colourColumnIsChosenInTheHeader() {
        m_state->setDataset(fortyRows(), std::nullopt);
        auto* columns = m_view->findChild<QComboBox*>();
        QCOMPARE(columns->count(), 2);
        QCOMPARE(columns->currentIndex(), 0);
        QVERIFY(!m_view->findChild<ScatterLegend*>()->isVisible());
        columns->setFocus();
        QTest::keyClick(columns, Qt::Key_Down);
        QCOMPARE(m_state->colourColumn(), std::optional<Index>(0));
        QVERIFY(m_view->findChild<ScatterLegend*>()->isVisible());
        m_state->setColourColumn(std::nullopt);
        QCOMPARE(columns->currentIndex(), 0);
    }

    void selectedPointKeepsItsColour() {
        m_state->setDataset(fortyRows(), 0);
        show(square());
        m_state->setSelectedRow(10);
        QCOMPARE(canvas().layer().selected()->colour, classColour(1, false));
    }

    void oneDimensionIsSpreadOut() {
        show(snapshotOf(
            Matrix::Random(1, 50),
            [] {
                RowList rows(50);
                std::iota(rows.begin(), rows.end(), 0);
                return rows;
            }(),
            50));
        QCOMPARE(shown().y, padded(Range{-1, 1}));
    }

    void oddSnapshotsDoNotCrash_data() {
        QTest::addColumn<latentscape::Matrix>("means");
        const Scalar nan = std::nanf("");
        QTest::newRow("no points") << Matrix(2, 0);
        QTest::newRow("no dimensions") << Matrix(0, 3);
        QTest::newRow("one point") << Matrix(Matrix::Constant(2, 1, 3));
        QTest::newRow("all the same") << Matrix(Matrix::Constant(2, 3, -2));
        QTest::newRow("not numbers") << Matrix(Matrix::Constant(2, 3, nan));
        QTest::newRow("infinite") << Matrix(Matrix::Constant(2, 3, INFINITY));
    }
    void oddSnapshotsDoNotCrash() {
        QFETCH(latentscape::Matrix, means);
        RowList rows(std::size_t(means.cols()));
        std::iota(rows.begin(), rows.end(), 0);
        show(snapshotOf(means, rows, 3));
        QTest::mouseMove(viewport(), shown().area.center().toPoint());
        click(shown().area.center());
        wheel(shown().area.center(), 120);
        QTest::keyClick(&canvas(), Qt::Key_F);
        QVERIFY(!m_view->grab().isNull());
        m_view->setDimensions(5, 7);
        m_view->setSnapshot(nullptr);
        QVERIFY(!m_view->grab().isNull());
    }

    void viewMayDieWhileItDraws() {
        RowList rows(20000);
        std::iota(rows.begin(), rows.end(), 0);
        m_view->setSnapshot(snapshotOf(Matrix::Random(2, 20000), rows, 20000));
        m_view.reset();
        QThreadPool::globalInstance()->waitForDone();
    }

    void followsThePaletteWhileRunning() {
        show(square());
        QPalette dark;
        dark.setColor(QPalette::Window, QColor(0x202020));
        dark.setColor(QPalette::Base, QColor(0x181818));
        dark.setColor(QPalette::Text, QColor(0xe0e0e0));
        m_view->setPalette(dark);
        QCOMPARE(m_view->grab().toImage().pixelColor(3, 300), QColor(0x181818));
    }

private:
    ScatterCanvas& canvas() { return m_view->canvas(); }
    QWidget* viewport() { return canvas().viewport(); }
    PlotTransform shown() { return canvas().transform(); }
    QPointF pixelOf(QPointF value) { return shown().toPixel(value); }

    /// Sets a snapshot and waits until it is on screen.
    void show(LatentSnapshotPtr snapshot) {
        QSignalSpy consumed(m_view.get(), &LatentScatterView::snapshotConsumed);
        m_view->setSnapshot(std::move(snapshot));
        QVERIFY(consumed.wait());
        m_consumed = int(consumed.count());
    }

    void wheel(QPointF position, int angle) {
        QWheelEvent event(position, viewport()->mapToGlobal(position), {}, {0, angle}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(viewport(), &event);
    }

    void click(QPointF position) { QTest::mouseClick(viewport(), Qt::LeftButton, {}, position.toPoint()); }

    void compare(QPointF actual, QPointF expected) {
        QVERIFY(std::abs(actual.x() - expected.x()) < 1e-6);
        QVERIFY(std::abs(actual.y() - expected.y()) < 1e-6);
    }

    QString textOnScreen() {
        QStringList texts;
        for (const QLabel* label : m_view->findChildren<QLabel*>()) {
            if (label->isVisible())
                texts.append(label->text());
        }
        return texts.join(' ');
    }

    std::unique_ptr<ViewState> m_state;
    std::unique_ptr<LatentScatterView> m_view;
    int m_consumed = 0;
};

}  // namespace latentscape::ui

QTEST_MAIN(latentscape::ui::LatentScatterViewTest)
#include "latent_scatter_view_test.moc"
