#include "ui/plots/latent_scatter_view.h"

#include <QComboBox>
#include <QLabel>
#include <QProxyStyle>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/support/explored.h"
#include "ui/plots/colour_column_box.h"
#include "ui/plots/map_glide.h"
#include "ui/plots/map_trails.h"
#include "ui/plots/map_view_menu.h"
#include "ui/plots/marginal_histograms.h"
#include "ui/plots/scatter_canvas.h"
#include "ui/plots/scatter_layer.h"
#include "ui/plots/scatter_legend.h"
#include "ui/support/thread_pools.h"

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
        QTRY_VERIFY(shown().x.contains({-3, 3}));
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
        auto* columns = m_view->findChild<ColourColumnBox*>();
        QCOMPARE(columns->currentText(), QStringLiteral("none"));
        QVERIFY(!legend().isVisible());
        columns->setFocus();
        QTest::keyClick(columns, Qt::Key_End);
        QCOMPARE(m_state->colourColumn(), std::optional<Index>(0));
        QVERIFY(legend().isVisible());
        m_state->setColourColumn(std::nullopt);
        QCOMPARE(columns->currentText(), QStringLiteral("none"));
        m_state->setColourFigure(RowFigure::Kl);
        QCOMPARE(columns->currentText(), QStringLiteral("KL"));
    }

    void axesAreChosenInTheHeader() {
        Matrix means(3, 4);
        means << 0, 1, 2, 3, 5, 5, 5, 6, -2, 2, 8, 9;
        show(snapshotOf(means, {0, 1, 2, 3}, 4));
        QSignalSpy planes(m_view.get(), &LatentScatterView::planeChanged);
        auto* x = m_view->findChild<QComboBox*>("horizontal-axis");
        auto* y = m_view->findChild<QComboBox*>("vertical-axis");
        QCOMPARE(x->count(), 4);
        QCOMPARE(y->count(), 3);
        choose(*y, 2);
        QCOMPARE(m_view->axes(), (MapAxes{0, 2}));
        QTRY_VERIFY(shown().y.contains({-2, 9}));
        QCOMPARE(planes.count(), 1);
        // The same dimension again: the axes change places.
        choose(*x, 3);
        QCOMPARE(m_view->axes(), (MapAxes{2, 0}));
        QCOMPARE(m_view->plane().of(means.col(3)), QPointF(9, 3));
        choose(*x, 0);
        QVERIFY(m_view->axes().principal);
        QVERIFY(!y->isVisible());
        // Along the first principal axis the means vary most.
        QVERIFY(std::abs(m_view->plane().projection.axes(2, 0)) > 0.8);
    }

    void everyDimensionOfManyCanBeChosen() {
        show(snapshotOf(Matrix::Random(128, 5), {0, 1, 2, 3, 4}, 5));
        auto* x = m_view->findChild<QComboBox*>("horizontal-axis");
        QCOMPARE(x->count(), 129);
        choose(*x, 128);
        QCOMPARE(m_view->xDimension(), 127);
        show(snapshotOf(Matrix::Random(1, 5), {0, 1, 2, 3, 4}, 5));
        QVERIFY(!x->isVisible());
    }

    void clickInTheLegendHidesAClass() {
        m_state->setDataset(fortyRows(), 0);
        show(square());
        const QPointF odd = pixelOf({1, -1});
        QVERIFY(pictureHasColour(classColour(1, false)));
        QTest::mouseClick(&legend(), Qt::LeftButton, {}, legend().entryRect(1).center());
        QTRY_VERIFY(!pictureHasColour(classColour(1, false)));
        QVERIFY(pictureHasColour(classColour(0, false)));
        click(odd);
        QVERIFY(!m_state->selectedRow());
        QTest::mouseClick(&legend(), Qt::LeftButton, {}, legend().entryRect(1).center());
        QTRY_VERIFY(pictureHasColour(classColour(1, false)));
        click(odd);
        QCOMPARE(m_state->selectedRow(), std::optional<Index>(10));
    }

    void doubleClickInTheLegendShowsOnlyOneClass_data() {
        QTest::addColumn<bool>("byAlt");
        QTest::newRow("double-click") << false;
        QTest::newRow("Alt and a click") << true;
    }
    void doubleClickInTheLegendShowsOnlyOneClass() {
        QFETCH(bool, byAlt);
        m_state->setDataset(fortyRows(), 0);
        show(square());
        const auto isolate = [&] {
            const QPoint place = legend().entryRect(1).center();
            if (byAlt) {
                QTest::mouseClick(&legend(), Qt::LeftButton, Qt::AltModifier, place);
            } else {
                // A double-click begins with a click.
                QTest::mouseClick(&legend(), Qt::LeftButton, {}, place);
                QTest::mouseDClick(&legend(), Qt::LeftButton, {}, place);
            }
        };
        isolate();
        QVERIFY(m_view->model().hidden()[0]);
        QVERIFY(!m_view->model().hidden()[1]);
        QTRY_VERIFY(!pictureHasColour(classColour(0, false)));
        isolate();
        QVERIFY(m_view->model().hidden().none());
    }

    void keysWorkInTheLegend() {
        m_state->setDataset(fortyRows(), 0);
        show(square());
        legend().setFocus();
        QTest::keyClick(&legend(), Qt::Key_Down);
        QTest::keyClick(&legend(), Qt::Key_Space);
        QVERIFY(m_view->model().hidden()[1]);
        QTest::keyClick(&legend(), Qt::Key_Return);
        QVERIFY(m_view->model().hidden()[0]);
        QVERIFY(!m_view->model().hidden()[1]);
    }

    void shiftClickInTheLegendSelectsTheClass() {
        m_state->setDataset(fortyRows(), 0);
        show(square());
        QTest::mouseClick(&legend(), Qt::LeftButton, Qt::ShiftModifier, legend().entryRect(1).center());
        QCOMPARE(m_state->selection().rows().count(), Index(20));
        QVERIFY(m_state->selection().rows().contains(10));
        QVERIFY(!m_state->selection().rows().contains(0));
        QTest::mouseClick(&legend(), Qt::LeftButton, Qt::ControlModifier, legend().entryRect(1).center());
        QVERIFY(m_state->selection().rows().empty());
    }

    void selectedPointsKeepTheirColourAndTheRestTurnsGrey() {
        m_state->setDataset(fortyRows(), 0);
        show(square());
        QVERIFY(pictureHasColour(classColour(0, false)));
        m_state->selection().apply(RowSet(40, RowList{10, 11}), SelectionMode::Replace);
        QTRY_VERIFY(!pictureHasColour(classColour(0, false)));
        QVERIFY(pictureHasColour(classColour(1, false)));
        QVERIFY(pictureHasColour(unselectedColour(PlotTheme::fromPalette(m_view->palette()))));
        QVERIFY(legend().accessibleDescription().contains("even: 0 / 20"));
        QVERIFY(legend().accessibleDescription().contains("odd: 2 / 20"));
        m_state->selection().clear();
        QTRY_VERIFY(pictureHasColour(classColour(0, false)));
        QVERIFY(legend().accessibleDescription().contains("odd: 20"));
    }

    void hiddenClassesComeBackWithAnotherColumn() {
        m_state->setDataset(fortyRows(), 0);
        show(square());
        m_view->model().toggleClass(0);
        m_state->setColourColumn(std::nullopt);
        QVERIFY(m_view->model().hidden().none());
    }

    void whenNothingIsToBeSeenAWordTellsWhy() {
        m_state->setDataset(fortyRows(), 0);
        QVERIFY(textOnScreen().contains("Start training"));
        show(square());
        QTRY_VERIFY(!textOnScreen().contains("Start training"));
        m_view->lookAt({{50, 60}, {50, 60}});
        QTRY_VERIFY(textOnScreen().contains("no point here"));
        m_view->fit();
        QTRY_VERIFY(!textOnScreen().contains("no point here"));
        m_view->model().toggleClass(0);
        m_view->model().toggleClass(1);
        QTRY_VERIFY(textOnScreen().contains("in the legend"));
        show(snapshotOf(Matrix::Constant(2, 3, std::nanf("")), {0, 1, 2}, 3));
        QVERIFY(textOnScreen().contains("not numbers"));
    }

    void pointsBecomeADensityWhenAskedFor() {
        m_state->setDataset(fortyRows(), 0);
        show(square());
        const QImage points = canvas().layer().picture();
        trigger("Density");
        QTRY_VERIFY(canvas().layer().picture() != points);
        // A density has soft edges: many more shades than discs.
        QVERIFY(drawnPixels() > 4 * drawnPixelsOf(points));
        trigger("Points");
        QTRY_VERIFY(drawnPixels() < 2 * drawnPixelsOf(points));
    }

    void sizeAndOpacityCanBeSet() {
        show(square());
        const int before = drawnPixels();
        slider("Size")->setValue(32);
        QTRY_VERIFY(drawnPixels() > 2 * before);
        slider("Opacity")->setValue(4);
        QTRY_COMPARE(mostOpaque(), 51);
        slider("Size")->setValue(0);
        slider("Opacity")->setValue(0);
        QTRY_COMPARE(drawnPixels(), before);
    }

    void histogramsStandAlongTheAxesWhenAskedFor() {
        show(square());
        auto* marginals = m_view->findChild<MarginalHistograms*>();
        QVERIFY(!marginals->marginals());
        trigger("Histograms along the axes");
        QTRY_VERIFY(marginals->marginals());
        const auto total = [](const std::vector<std::size_t>& counts) {
            return std::accumulate(counts.begin(), counts.end(), std::size_t(0));
        };
        QCOMPARE(total(marginals->marginals()->x), std::size_t(4));
        QCOMPARE(total(marginals->marginals()->y), std::size_t(4));
        // Half of them on each side.
        QCOMPARE(std::ranges::count(marginals->marginals()->x, std::size_t(2)), 2);
        trigger("Histograms along the axes");
        QTRY_VERIFY(!marginals->marginals());
    }

    void pointsAreColouredByWhatTheModelMakesOfThem() {
        const testing::Explored explored("iris");
        m_state->setDataset(explored.sample.data->dataset, std::nullopt);
        m_view->setTrainingData(explored.sample.data);
        show(testing::snapshotOf(explored.sample));
        m_state->setColourFigure(RowFigure::ReconstructionError);
        QTRY_COMPARE(m_view->model().content().scale->title, QStringLiteral("error, nats"));
        QVERIFY(legend().isVisible());
        m_state->setColourFigure(RowFigure::Kl);
        QTRY_COMPARE(m_view->model().content().scale->title, QStringLiteral("KL, nats"));
        m_state->setColourFigure(RowFigure::AnomalyScore);
        QTRY_COMPARE(m_view->model().content().scale->title, QStringLiteral("anomaly, nats"));
        m_state->setColourFigure(RowFigure::Kl);
        QTRY_COMPARE(m_view->model().content().scale->title, QStringLiteral("KL, nats"));
        RowList rows(150);
        std::iota(rows.begin(), rows.end(), Index(0));
        const std::vector<float> kl = rowFigures(explored.sample.data->preprocessor,
                                                 explored.sample.data->table, *explored.sample.model, rows)
                                          .kl;
        const std::vector<std::uint8_t>& codes = m_view->model().content().scale->codes;
        const auto largest = std::ranges::max_element(kl) - kl.begin();
        const auto smallest = std::ranges::min_element(kl) - kl.begin();
        QCOMPARE(int(codes[std::size_t(largest)]), kNumberShades - 1);
        QCOMPARE(int(codes[std::size_t(smallest)]), 0);
    }

    void pointsAreColouredByTheirGroupsAsTheseChange() {
        m_state->setDataset(fortyRows(), 0);
        show(square());
        Groups& groups = m_state->groups();
        auto* columns = m_view->findChild<ColourColumnBox*>();
        choose(*columns, columns->findText("group"));
        QVERIFY(m_state->isColouredByGroup());
        QTRY_VERIFY(legend().accessibleDescription().contains("no groups yet: 40"));
        QTRY_VERIFY(!pictureHasColour(classColour(0, false)));
        groups.add("corner", RowSet(40, RowList{10, 11}));
        QTRY_VERIFY(pictureHasColour(ungroupedColour(false)));
        QTRY_VERIFY(pictureHasColour(classColour(0, false)));
        groups.add("others", RowSet(40, RowList{10, 20}));
        QTRY_VERIFY(pictureHasColour(classColour(1, false)));
        // A hidden group stays hidden when another one goes.
        m_view->model().toggleClass(1);
        QTRY_VERIFY(!pictureHasColour(classColour(1, false)));
        groups.remove(0);
        QTRY_VERIFY(!legend().accessibleDescription().contains("corner"));
        QVERIFY(m_view->model().hidden()[1]);
        QTRY_VERIFY(!pictureHasColour(classColour(0, false)));
        m_state->setColourColumn(0);
        QVERIFY(!m_state->isColouredByGroup());
        QVERIFY(m_view->model().hidden().none());
        QTRY_VERIFY(pictureHasColour(classColour(0, false)));
    }

    void theMenuOffersTheSameColours() {
        m_state->setDataset(fortyRows(), 0);
        QMenu& menu = m_view->colourMenu();
        const auto* columns = m_view->findChild<ColourColumnBox*>();
        for (int opened = 0; opened < 2; ++opened) {
            menu.popup({0, 0});
            QCOMPARE(menu.actions().size(), qsizetype(columns->count()));
            QVERIFY(menu.actions().back()->isChecked());
            QTest::keyClick(&menu, Qt::Key_Escape);
        }
        menu.popup({0, 0});
        const qsizetype score = columns->findText("anomaly score");
        QTest::mouseClick(&menu, Qt::LeftButton, {}, menu.actionGeometry(menu.actions()[score]).center());
        QCOMPARE(m_state->colourFigure(), std::optional(RowFigure::AnomalyScore));
        QCOMPARE(columns->currentText(), QStringLiteral("anomaly score"));
    }

    void pointsGlideToTheirNewPlaces_data() {
        QTest::addColumn<bool>("training");
        QTest::addColumn<bool>("sameRows");
        QTest::addColumn<bool>("glides");
        QTest::newRow("paused") << false << true << true;
        QTest::newRow("training") << true << true << false;
        QTest::newRow("other rows") << false << false << false;
    }
    void pointsGlideToTheirNewPlaces() {
        QFETCH(bool, training);
        QFETCH(bool, sameRows);
        QFETCH(bool, glides);
        const MapGlide& glide = *m_view->findChild<MapGlide*>();
        show(square(1));
        QVERIFY(!glide.isUnderWay());
        m_view->setTraining(training);
        const LatentSnapshotPtr next = square(Scalar(1.05), 2);
        m_view->setSnapshot(sameRows ? next : snapshotOf(next->means, {1, 11, 21, 31}, 40));
        QCOMPARE(glide.isUnderWay(), glides);
        // Who points at the map finds the rows where they will be.
        QCOMPARE(m_view->model().content().points->at(1), QPointF(Scalar(1.05), Scalar(-1.05)));
        QTRY_VERIFY(!glide.isUnderWay());
        const QPointF corner = pixelOf({1.05, -1.05}) - shown().area.topLeft();
        QTRY_VERIFY(qAlpha(canvas().layer().picture().pixel(corner.toPoint())) > 0);
    }

    void pointsJumpWhereTheSystemWantsNoAnimations() {
        struct Still : QProxyStyle {
            int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                          QStyleHintReturn* data) const override {
                return hint == SH_Widget_Animation_Duration
                           ? 0
                           : QProxyStyle::styleHint(hint, option, widget, data);
            }
        } still;
        m_view->setStyle(&still);
        show(square(1));
        m_view->setSnapshot(square(2));
        QVERIFY(!m_view->findChild<MapGlide*>()->isUnderWay());
        m_view->setStyle(nullptr);
    }

    void aGlideIsOverWhenTheNextSnapshotComes() {
        const MapGlide& glide = *m_view->findChild<MapGlide*>();
        show(square(1));
        m_view->setSnapshot(square(2));
        QVERIFY(glide.isUnderWay());
        m_view->setSnapshot(square(3));
        QVERIFY(!glide.isUnderWay());
        m_view->setSnapshot(square(4));
        m_view->setSnapshot(nullptr);
        QVERIFY(!glide.isUnderWay());
    }

    void trailsShowWherePointsCameFrom() {
        m_state->setDataset(fortyRows(), 0);
        const MapTrails& trails = *m_view->findChild<MapTrails*>();
        m_view->setTraining(true);
        show(square(1));
        show(square(2));
        QVERIFY(trails.trails().empty());
        trigger("Trails");
        const QImage before = canvas().grab().toImage();
        show(square(Scalar(2.1)));
        show(square(Scalar(2.2)));
        QCOMPARE(trails.trails().size(), std::size_t(4));
        const std::vector<QPointF> expected{{2, -2}, {2.1f, -2.1f}, {2.2f, -2.2f}};
        QCOMPARE(trails.trails()[1].places, expected);
        QCOMPARE(trails.trails()[1].colour, classColour(1, false).rgb());
        m_state->selection().apply(RowSet(40, RowList{10, 11}), SelectionMode::Replace);
        QCOMPARE(trails.trails().size(), std::size_t(1));
        QCOMPARE(trails.trails()[0].places, expected);
        m_view->model().toggleClass(1);
        QVERIFY(trails.trails().empty());
        m_view->model().toggleClass(1);
        QVERIFY(canvas().grab().toImage() != before);
        for (int i = 0; i < 20; ++i)
            show(square(Scalar(3 + i)));
        QVERIFY(trails.trails()[0].places.size() < 10);
        // Along other axes they would lead from nowhere.
        m_view->setDimensions(1, 0);
        QVERIFY(trails.trails().empty());
        show(square(2));
        QCOMPARE(trails.trails().size(), std::size_t(1));
        trigger("Trails");
        QVERIFY(trails.trails().empty());
    }

    void farPlacesLeaveNoTrail() {
        trigger("Trails");
        m_view->setTraining(true);
        show(square(1));
        show(square(Scalar(1e30)));
        Matrix nowhere = square(1)->means;
        nowhere(0, 2) = std::nanf("");
        show(snapshotOf(nowhere, {0, 10, 20, 30}, 40));
        m_view->lookAt({{-1, 1}, {-1, 1}});
        QVERIFY(!canvas().grab().isNull());
    }

    void orientationIsKeptUnlessItIsSwitchedOff() {
        Matrix means(2, 4);
        means << -2, 2, -2, 2, -1, -1, 1, 1;
        show(snapshotOf(means, {0, 1, 2, 3}, 4, 1));
        // Upside down.
        show(snapshotOf(-means, {0, 1, 2, 3}, 4, 2));
        QVERIFY(m_view->model().content().points->at(0).x() < 0);
        QCOMPARE(m_view->plane().of(-means.col(0)), QPointF(-2, -1));
        trigger("Keep orientation when retraining");
        QVERIFY(m_view->model().content().points->at(0).x() > 0);
        QCOMPARE(m_view->plane().of(-means.col(0)), QPointF(2, 1));
        trigger("Keep orientation when retraining");
        QVERIFY(m_view->model().content().points->at(0).x() < 0);
    }

    void theViewCanBeReset() {
        show(snapshotOf(Matrix::Random(3, 40), allRows(40), 40));
        trigger("Density");
        trigger("Trails");
        slider("Size")->setValue(20);
        choose(*m_view->findChild<QComboBox*>("horizontal-axis"), 0);
        wheel(shown().area.center(), 480);
        QSignalSpy chosen(m_view.get(), &LatentScatterView::lookChosen);
        trigger("Reset view");
        QVERIFY(m_view->mapStyle() == MapStyle());
        QCOMPARE(m_view->axes(), MapAxes());
        QCOMPARE(slider("Size")->value(), 0);
        QTRY_VERIFY(shown().x.contains(*m_view->model().content().points->xBounds));
        QVERIFY(!chosen.isEmpty());
    }

    void aMillionPointsArriveInTheBackground() {
        RowList rows(1'000'000);
        std::iota(rows.begin(), rows.end(), Index(0));
        show(snapshotOf(Matrix::Random(2, 1'000'000), std::move(rows), 1'000'000));
        QVERIFY(shown().x.contains({-0.99, 0.99}));
        QTRY_VERIFY(m_view->model().index());
        QTest::mouseMove(viewport(), pixelOf({0, 0}).toPoint());
        QTRY_VERIFY(m_state->hoveredRow());
    }

    void smallestWindowDoesNoHarm() {
        show(square());
        m_view->setMinimumSize(1, 1);
        canvas().setMinimumSize(1, 1);
        m_view->resize(1, 1);
        canvas().resize(1, 1);
        QTRY_VERIFY(!m_view->grab().isNull());
        m_view->resize(640, 480);
        QTRY_VERIFY(shown().area.width() > 200);
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
        QTest::newRow("a place far away") << Matrix(Matrix::Constant(2, 3, 1e30f));
        QTest::newRow("one far away") << Matrix((Matrix(2, 3) << 0, 1, 1e30f, 0, 1, -1e30f).finished());
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
        viewPool()->waitForDone();
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
    ScatterLegend& legend() { return *m_view->findChild<ScatterLegend*>(); }
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

    void choose(QComboBox& box, int item) {
        box.setCurrentIndex(item);
        emit box.activated(item);
    }

    void trigger(const QString& text) {
        for (QAction* action : m_view->findChild<MapViewMenu*>()->actions()) {
            if (action->text() == text)
                return action->trigger();
        }
        QFAIL("no such choice");
    }

    QSlider* slider(const QString& name) {
        for (QSlider* slider : m_view->findChild<MapViewMenu*>()->findChildren<QSlider*>()) {
            if (slider->accessibleName() == name)
                return slider;
        }
        return nullptr;
    }

    /// Whether any point's middle has about this colour.
    bool pictureHasColour(const QColor& colour) {
        const QImage& image = canvas().layer().picture();
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const QRgb pixel = image.pixel(x, y);
                const QColor found(qUnpremultiply(pixel));
                if (qAlpha(pixel) > 200 && std::abs(found.red() - colour.red()) < 4 &&
                    std::abs(found.green() - colour.green()) < 4 &&
                    std::abs(found.blue() - colour.blue()) < 4)
                    return true;
            }
        }
        return false;
    }

    static int drawnPixelsOf(const QImage& image) {
        int count = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                count += qAlpha(image.pixel(x, y)) > 0;
        }
        return count;
    }
    int drawnPixels() { return drawnPixelsOf(canvas().layer().picture()); }
    int mostOpaque() {
        const QImage& image = canvas().layer().picture();
        int most = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                most = std::max(most, qAlpha(image.pixel(x, y)));
        }
        return most;
    }

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
