#include <QLayout>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>
#include <QUndoStack>
#include <QWheelEvent>
#include <numeric>

#include "ui/plots/latent_scatter_view.h"
#include "ui/plots/map_tool_bar.h"
#include "ui/plots/scatter_canvas.h"
#include "ui/plots/scatter_layer.h"

using namespace latentscape;
using namespace latentscape::ui;

namespace {

/// Row 5 · j + i lies at (i, j), for i and j from 0 to 4.
LatentSnapshotPtr lattice(std::uint64_t run = 1) {
    auto snapshot = std::make_shared<LatentSnapshot>();
    snapshot->run = run;
    snapshot->means = Matrix(2, 25);
    auto rows = std::make_shared<RowList>(25);
    std::iota(rows->begin(), rows->end(), 0);
    for (int row = 0; row < 25; ++row)
        snapshot->means.col(row) << Scalar(row % 5), Scalar(row / 5);
    snapshot->rows = rows;
    snapshot->totalRows = 25;
    return snapshot;
}

DatasetPtr rowsOf(int count) {
    Column column{.name = "x",
                  .values = ColumnValues(std::vector<float>(std::size_t(count))),
                  .missing = MissingMask(std::size_t(count))};
    return std::make_shared<const Dataset>("table", "", std::vector{std::move(column)});
}

/// Even rows are of the first class, odd ones of the second.
DatasetPtr evenAndOdd(int count) {
    Column column{.name = "kind", .missing = MissingMask(std::size_t(count))};
    column.type = ColumnType::Binary;
    column.categories = {"even", "odd"};
    std::vector<double> values;
    for (int row = 0; row < count; ++row)
        values.push_back(row % 2);
    column.values = std::move(values);
    return std::make_shared<const Dataset>("table", "", std::vector{std::move(column)});
}

}  // namespace

/// Every gesture and key that marks rows on a map, as a hand does it.
class MapToolsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Q_INIT_RESOURCE(latentscape); }
    void init() {
        m_state = std::make_unique<ViewState>();
        m_state->recordOn(m_stack);
        m_state->setDataset(rowsOf(25), std::nullopt);
        m_view = std::make_unique<LatentScatterView>(*m_state);
        m_view->resize(640, 480);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        QSignalSpy consumed(m_view.get(), &LatentScatterView::snapshotConsumed);
        m_view->setSnapshot(lattice());
        QVERIFY(consumed.wait());
    }
    void cleanup() {
        m_view.reset();
        m_state.reset();
        m_stack.clear();
    }

    void keysChooseTools_data() {
        QTest::addColumn<Qt::Key>("key");
        QTest::addColumn<MapTool>("tool");
        QTest::newRow("R") << Qt::Key_R << MapTool::Rectangle;
        QTest::newRow("L") << Qt::Key_L << MapTool::Lasso;
        QTest::newRow("B") << Qt::Key_B << MapTool::Brush;
        QTest::newRow("D") << Qt::Key_D << MapTool::Decode;
    }

    void keysChooseTools() {
        QFETCH(Qt::Key, key);
        QFETCH(MapTool, tool);
        canvas().offerDecoding();
        QTest::keyClick(&canvas(), key);
        QCOMPARE(canvas().tool(), tool);
        QVERIFY(button(tool).isChecked());
        QTest::keyClick(&canvas(), Qt::Key_Escape);
        QCOMPARE(canvas().tool(), MapTool::Move);
        QVERIFY(button(MapTool::Move).isChecked());
        // With Ctrl it is another key.
        QTest::keyClick(&canvas(), key, Qt::ControlModifier);
        QCOMPARE(canvas().tool(), MapTool::Move);
    }

    void buttonsChooseToolsAndSayTheirKey() {
        canvas().offerDecoding();
        for (const MapTool tool : kMapTools) {
            QVERIFY(button(tool).isVisible());
            QVERIFY(!button(tool).icon().isNull());
            QVERIFY(!button(tool).accessibleName().isEmpty());
            const QString key = QKeySequence(mapToolKey(tool)).toString(QKeySequence::NativeText);
            QVERIFY(button(tool).toolTip().endsWith("(" + key + ")"));
            QTest::mouseClick(&button(tool), Qt::LeftButton);
            QCOMPARE(canvas().tool(), tool);
        }
    }

    void decodingIsOfferedOnlyWhereSomebodyDecodes() {
        QVERIFY(!button(MapTool::Decode).isVisible());
        QTest::keyClick(&canvas(), Qt::Key_D);
        QCOMPARE(canvas().tool(), MapTool::Move);
    }

    void aRectangleSelectsWhatItEncloses() {
        canvas().setTool(MapTool::Rectangle);
        drag({0.5, 0.5}, {2.5, 3.5});
        QCOMPARE(selected(), (RowList{6, 7, 11, 12, 16, 17}));
        // In any direction.
        drag({4.2, 4.2}, {3.5, 2.5});
        QCOMPARE(selected(), (RowList{19, 24}));
    }

    void aDragWithShiftIsARectangleThatAdds() {
        drag({-0.2, -0.2}, {0.5, 0.5}, Qt::ShiftModifier);
        QCOMPARE(selected(), RowList{0});
        const PlotTransform before = canvas().transform();
        drag({3.5, 3.5}, {4.2, 4.2}, Qt::ShiftModifier);
        QCOMPARE(selected(), (RowList{0, 24}));
        QCOMPARE(canvas().transform(), before);
        QCOMPARE(canvas().tool(), MapTool::Move);
    }

    void shiftAddsCtrlTogglesAltRemoves_data() {
        QTest::addColumn<MapTool>("tool");
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        QTest::addColumn<RowList>("expected");
        for (const MapTool tool : {MapTool::Rectangle, MapTool::Lasso, MapTool::Brush}) {
            const QByteArray name = mapToolName(tool).toUtf8();
            // Rows 0 and 1 are selected; 1 and 2 are marked.
            QTest::addRow("%s", name.data()) << tool << Qt::KeyboardModifiers() << RowList{1, 2};
            QTest::addRow("%s, Shift", name.data())
                << tool << Qt::KeyboardModifiers(Qt::ShiftModifier) << RowList{0, 1, 2};
            QTest::addRow("%s, Ctrl", name.data())
                << tool << Qt::KeyboardModifiers(Qt::ControlModifier) << RowList{0, 2};
            QTest::addRow("%s, Alt", name.data())
                << tool << Qt::KeyboardModifiers(Qt::AltModifier) << RowList{0};
        }
    }

    void shiftAddsCtrlTogglesAltRemoves() {
        QFETCH(MapTool, tool);
        QFETCH(Qt::KeyboardModifiers, modifiers);
        QFETCH(RowList, expected);
        m_state->selection().apply(RowSet(25, RowList{0, 1}), SelectionMode::Replace);
        canvas().setTool(tool);
        if (tool == MapTool::Brush)
            draw({{1, 0}, {1.5, 0}, {2, 0}, {1.5, 0}, {1, 0}}, modifiers);
        else if (tool == MapTool::Lasso)
            draw({{0.5, -0.2}, {2.5, -0.2}, {2.5, 0.5}, {0.5, 0.5}}, modifiers);
        else
            drag({0.5, -0.2}, {2.5, 0.5}, modifiers);
        QCOMPARE(selected(), expected);
        m_stack.undo();
        QCOMPARE(selected(), (RowList{0, 1}));
        m_stack.redo();
        QCOMPARE(selected(), expected);
    }

    void clicksFollowTheSameRules() {
        click({1, 1});
        QCOMPARE(selected(), RowList{6});
        QCOMPARE(m_state->selectedRow(), std::optional<Index>(6));
        click({2, 2}, Qt::ShiftModifier);
        QCOMPARE(selected(), (RowList{6, 12}));
        QCOMPARE(m_state->selectedRow(), std::optional<Index>(12));
        click({1, 1}, Qt::ControlModifier);
        click({3, 3}, Qt::ControlModifier);
        QCOMPARE(selected(), (RowList{12, 18}));
        click({2, 2}, Qt::AltModifier);
        QCOMPARE(selected(), RowList{18});
        // Beside all points, only a plain click clears.
        for (const Qt::KeyboardModifier modifier : {Qt::ShiftModifier, Qt::ControlModifier, Qt::AltModifier})
            click({0.5, 0.5}, modifier);
        QCOMPARE(selected(), RowList{18});
        click({0.5, 0.5});
        QCOMPARE(selected(), RowList());
        QVERIFY(!m_state->selectedRow());
        click({4, 4});
        QCOMPARE(selected(), RowList{24});
    }

    void clicksWorkWithToolsThatDraw_data() {
        QTest::addColumn<MapTool>("tool");
        for (const MapTool tool : {MapTool::Rectangle, MapTool::Lasso, MapTool::Brush})
            QTest::newRow(qPrintable(mapToolName(tool))) << tool;
    }

    void clicksWorkWithToolsThatDraw() {
        QFETCH(MapTool, tool);
        canvas().setTool(tool);
        click({1, 1});
        QCOMPARE(selected(), RowList{6});
        click({0.5, 0.5});
        QCOMPARE(selected(), RowList());
    }

    void aDoubleClickOnNothingFitsAndLeavesTheSelectionAlone_data() { clicksWorkWithToolsThatDraw_data(); }

    void aDoubleClickOnNothingFitsAndLeavesTheSelectionAlone() {
        QFETCH(MapTool, tool);
        canvas().setTool(tool);
        m_state->pickRow(6);
        m_state->pickRow(7, SelectionMode::Add);
        const int steps = m_stack.count();
        canvas().jumpTo({0, 1}, {0, 1});
        doubleClick({0.5, 0.5});
        QCOMPARE(selected(), (RowList{6, 7}));
        QCOMPARE(m_state->selectedRow(), std::optional<Index>(7));
        QCOMPARE(m_stack.count(), steps);
        QTRY_VERIFY(canvas().transform().x.contains({0, 4}));
        m_stack.undo();
        QCOMPARE(selected(), RowList{6});
        // With nothing to clear there is nothing to put back.
        QTest::keyClick(&canvas(), Qt::Key_E);
        doubleClick({0.5, 0.5});
        QCOMPARE(selected(), RowList());
    }

    void aDoubleClickOnAPointSelectsIt() {
        m_state->pickRow(6);
        doubleClick({2, 2});
        QCOMPARE(selected(), RowList{12});
        m_stack.undo();
        QCOMPARE(selected(), RowList{6});
    }

    void aSelectionMadeBetweenTwoClicksStays() {
        m_state->pickRow(6);
        click({0.5, 0.5});
        m_state->selection().apply(RowSet(25, RowList{3}), SelectionMode::Replace);
        QTest::mouseDClick(viewport(), Qt::LeftButton, {}, pixel({0.5, 0.5}));
        QCOMPARE(selected(), RowList{3});
    }

    void hiddenRowsCannotBeMarked_data() {
        QTest::addColumn<MapTool>("tool");
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        QTest::addColumn<RowList>("expected");
        for (const MapTool tool : {MapTool::Rectangle, MapTool::Lasso, MapTool::Brush}) {
            const QByteArray name = mapToolName(tool).toUtf8();
            // Rows 0 to 4 are marked, of which 1 and 3 are hidden; 1 and 6 were selected before.
            QTest::addRow("%s", name.data()) << tool << Qt::KeyboardModifiers() << RowList{0, 2, 4};
            QTest::addRow("%s, Shift", name.data())
                << tool << Qt::KeyboardModifiers(Qt::ShiftModifier) << RowList{0, 1, 2, 4, 6};
            QTest::addRow("%s, Ctrl", name.data())
                << tool << Qt::KeyboardModifiers(Qt::ControlModifier) << RowList{0, 1, 2, 4, 6};
            QTest::addRow("%s, Alt", name.data())
                << tool << Qt::KeyboardModifiers(Qt::AltModifier) << RowList{1, 6};
        }
    }

    void hiddenRowsCannotBeMarked() {
        QFETCH(MapTool, tool);
        QFETCH(Qt::KeyboardModifiers, modifiers);
        QFETCH(RowList, expected);
        m_state->setDataset(evenAndOdd(25), 0);
        m_state->selection().apply(RowSet(25, RowList{1, 6}), SelectionMode::Replace);
        m_view->model().toggleClass(1);
        // To hide a class takes nothing from what is selected.
        QCOMPARE(selected(), (RowList{1, 6}));
        canvas().setTool(tool);
        if (tool == MapTool::Brush)
            draw({{0, 0}, {1, 0}, {2, 0}, {3, 0}, {4, 0}}, modifiers);
        else if (tool == MapTool::Lasso)
            draw({{-0.15, -0.15}, {4.15, -0.15}, {4.15, 0.5}, {-0.15, 0.5}}, modifiers);
        else
            drag({-0.15, -0.15}, {4.15, 0.5}, modifiers);
        QCOMPARE(selected(), expected);
        // Shown again, they count again.
        m_view->model().toggleClass(1);
        canvas().setTool(MapTool::Rectangle);
        drag({-0.15, -0.15}, {4.15, 0.5});
        QCOMPARE(selected(), (RowList{0, 1, 2, 3, 4}));
    }

    void aLassoSelectsWhatItEncloses() {
        canvas().setTool(MapTool::Lasso);
        draw({{-0.15, -0.15}, {3.8, -0.15}, {-0.15, 3.8}});
        QCOMPARE(selected(), (RowList{0, 1, 2, 3, 5, 6, 7, 10, 11, 15}));
    }

    void escapeDropsALassoFirst() {
        canvas().setTool(MapTool::Lasso);
        QTest::mousePress(viewport(), Qt::LeftButton, {}, pixel({-0.15, -0.15}));
        QTest::mouseMove(viewport(), pixel({4.15, -0.15}));
        QTest::mouseMove(viewport(), pixel({4.15, 4.15}));
        QVERIFY(canvas().marking().isUnderWay());
        QTest::keyClick(&canvas(), Qt::Key_Escape);
        QVERIFY(!canvas().marking().isUnderWay());
        QCOMPARE(canvas().tool(), MapTool::Lasso);
        QTest::mouseMove(viewport(), pixel({2, 2}));
        QTest::mouseRelease(viewport(), Qt::LeftButton, {}, pixel({2, 2}));
        QCOMPARE(selected(), RowList());
        QTest::keyClick(&canvas(), Qt::Key_Escape);
        QCOMPARE(canvas().tool(), MapTool::Move);
    }

    void theBrushSelectsWhileItMoves() {
        canvas().setTool(MapTool::Brush);
        QTest::mousePress(viewport(), Qt::LeftButton, {}, pixel({1, 1}));
        QCOMPARE(selected(), RowList{6});
        QTest::mouseMove(viewport(), pixel({2, 1}));
        QCOMPARE(selected(), (RowList{6, 7}));
        QTest::mouseMove(viewport(), pixel({4, 1}));
        QCOMPARE(selected(), (RowList{6, 7, 8, 9}));
        QTest::mouseRelease(viewport(), Qt::LeftButton, {}, pixel({4, 1}));
        QCOMPARE(m_stack.count(), 1);
        draw({{0, 4}, {0.2, 4}});
        QCOMPARE(selected(), RowList{20});
    }

    void ctrlWheelAndSliderSizeTheBrush() {
        canvas().setTool(MapTool::Brush);
        auto& slider = *toolBar().findChild<QSlider*>();
        QVERIFY(slider.isVisible());
        const double before = canvas().marking().brush();
        const PlotTransform shown = canvas().transform();
        wheel({2, 2}, 120, Qt::ControlModifier);
        QVERIFY(canvas().marking().brush() > before);
        QCOMPARE(slider.value(), qRound(canvas().marking().brush()));
        wheel({2, 2}, -1200, Qt::ControlModifier);
        QCOMPARE(canvas().marking().brush(), MapMarking::kSmallestBrush);
        QCOMPARE(canvas().transform(), shown);
        wheel({2, 2}, 120, {});
        QVERIFY(canvas().transform().x.span() < shown.x.span());
        slider.setFocus();
        QTest::keyClick(&slider, Qt::Key_End);
        QCOMPARE(canvas().marking().brush(), MapMarking::kLargestBrush);
        click({2, 2});
        QVERIFY(selected().size() > 1);
        canvas().setTool(MapTool::Move);
        QVERIFY(!slider.isVisible());
    }

    void theCursorSaysWhatWillHappen() {
        const auto looks = [this](Qt::KeyboardModifiers modifiers) {
            hover({0.5, 0.5}, modifiers);
            const QCursor cursor = viewport()->cursor();
            return cursor.pixmap().isNull() ? QImage(1, 1 + int(cursor.shape()), QImage::Format_RGB32)
                                            : cursor.pixmap().toImage();
        };
        QList<QImage> seen;
        for (const MapTool tool : {MapTool::Move, MapTool::Rectangle}) {
            canvas().setTool(tool);
            for (const Qt::KeyboardModifier modifier :
                 {Qt::NoModifier, Qt::ShiftModifier, Qt::ControlModifier, Qt::AltModifier})
                seen << looks(modifier);
        }
        // Shift draws a rectangle with either tool.
        QCOMPARE(seen.takeAt(5), seen[1]);
        for (qsizetype i = 0; i < seen.size(); ++i)
            QCOMPARE(seen.indexOf(seen[i]), i);
        canvas().setTool(MapTool::Decode);
        hover({0.6, 0.5}, {});
        QCOMPARE(viewport()->cursor().shape(), Qt::CrossCursor);
    }

    void theCursorFollowsTheKeysOfAMapInUse() {
        canvas().setFocus();
        canvas().setTool(MapTool::Rectangle);
        const QImage before = viewport()->cursor().pixmap().toImage();
        QTest::keyPress(&canvas(), Qt::Key_Shift);
        QVERIFY(viewport()->cursor().pixmap().toImage() != before);
        QTest::keyRelease(&canvas(), Qt::Key_Shift, Qt::ShiftModifier);
        QCOMPARE(viewport()->cursor().pixmap().toImage(), before);
    }

    void keysSelectAllNothingAndTheOthers() {
        QTest::keyClick(&canvas(), Qt::Key_A);
        QCOMPARE(selected(), allRows(25));
        click({4, 4}, Qt::AltModifier);
        QTest::keyClick(&canvas(), Qt::Key_I);
        QCOMPARE(selected(), RowList{24});
        m_state->setSelectedRow(3);
        QTest::keyClick(&canvas(), Qt::Key_E);
        QCOMPARE(selected(), RowList());
        QVERIFY(!m_state->selectedRow());
        for (int i = 0; i < 3; ++i)
            m_stack.undo();
        QCOMPARE(selected(), allRows(25));
    }

    void keyHShowsTheSelection() {
        const PlotTransform before = canvas().transform();
        QTest::keyClick(&canvas(), Qt::Key_H);
        QCOMPARE(canvas().transform(), before);
        m_state->selection().apply(RowSet(25, RowList{6, 13}), SelectionMode::Replace);
        QTest::keyClick(&canvas(), Qt::Key_H);
        QTRY_COMPARE(canvas().transform().x, padded(Range{1, 3}));
        QTRY_COMPARE(canvas().transform().y, padded(Range{1, 2}));
        // It stays there while the model goes on learning.
        m_view->setSnapshot(lattice());
        QCOMPARE(canvas().transform().x, padded(Range{1, 3}));
        QTest::keyClick(&canvas(), Qt::Key_F);
        QTRY_VERIFY(canvas().transform().x.contains({0, 4}));
    }

    void onlyWhatIsInViewIsMarked() {
        canvas().jumpTo({1.5, 5}, {-1, 5});
        canvas().setTool(MapTool::Lasso);
        // Far beyond the edges of the map.
        QTest::mousePress(viewport(), Qt::LeftButton, {}, pixel({4.8, 1.5}));
        for (const QPointF corner : {QPointF(-20, 1.5), QPointF(-20, -9), QPointF(4.8, -9)})
            QTest::mouseMove(viewport(), pixel(corner));
        QTest::mouseRelease(viewport(), Qt::LeftButton, {}, pixel({4.8, -9}));
        QCOMPARE(selected(), (RowList{2, 3, 4, 7, 8, 9}));
    }

    void aDragFromAnAxisMarksNothing() {
        canvas().setTool(MapTool::Rectangle);
        const QRectF area = canvas().transform().area;
        QTest::mousePress(viewport(), Qt::LeftButton, {}, (area.bottomLeft() + QPointF(-15, 10)).toPoint());
        QTest::mouseMove(viewport(), area.center().toPoint());
        QVERIFY(!canvas().marking().isUnderWay());
        QTest::mouseRelease(viewport(), Qt::LeftButton, {}, area.center().toPoint());
        QCOMPARE(selected(), RowList());
    }

    void whatIsDrawnIsSeen_data() {
        QTest::addColumn<MapTool>("tool");
        for (const MapTool tool : {MapTool::Rectangle, MapTool::Lasso, MapTool::Brush})
            QTest::newRow(qPrintable(mapToolName(tool))) << tool;
    }

    void whatIsDrawnIsSeen() {
        QFETCH(MapTool, tool);
        canvas().setTool(tool);
        canvas().marking().pointBrush(std::nullopt);
        const QImage before = canvas().grab().toImage();
        QTest::mousePress(viewport(), Qt::LeftButton, {}, pixel({0.5, 0.5}));
        QTest::mouseMove(viewport(), pixel({3.5, 0.5}));
        QTest::mouseMove(viewport(), pixel({3.5, 2.5}));
        QVERIFY(canvas().grab().toImage() != before);
        QTest::mouseRelease(viewport(), Qt::LeftButton, {}, pixel({3.5, 2.5}));
        canvas().marking().pointBrush(std::nullopt);
        m_state->pickNothing();
        QTRY_COMPARE(canvas().grab().toImage(), before);
    }

    void dataMayBeReplacedWhileSomethingIsDrawn_data() { whatIsDrawnIsSeen_data(); }

    void dataMayBeReplacedWhileSomethingIsDrawn() {
        QFETCH(MapTool, tool);
        canvas().setTool(tool);
        m_state->selection().selectAll();
        QTest::mousePress(viewport(), Qt::LeftButton, {}, pixel({-0.2, -0.2}));
        QTest::mouseMove(viewport(), pixel({4.2, -0.2}));
        QTest::mouseMove(viewport(), pixel({4.2, 4.2}));
        // The points of the table before are still on the map.
        m_state->setDataset(rowsOf(7), std::nullopt);
        QVERIFY(selected().empty());
        QTest::mouseMove(viewport(), pixel({-0.2, 4.2}));
        QTest::mouseRelease(viewport(), Qt::LeftButton, {}, pixel({-0.2, 4.2}));
        for (const Index row : selected())
            QVERIFY(row < 7);
        m_view->setSnapshot(nullptr);
        drag({0, 0}, {4, 4});
        QTest::keyClick(&canvas(), Qt::Key_H);
        while (m_stack.canUndo())
            m_stack.undo();
        QVERIFY(selected().empty());
    }

    void selectionsOutliveTraining() {
        canvas().setTool(MapTool::Rectangle);
        drag({0.5, 0.5}, {2.5, 2.5});
        const RowList before = selected();
        m_view->setSnapshot(lattice(2));
        QCOMPARE(selected(), before);
    }

    void aMapOfOnePixelTakesGesturesToo() {
        canvas().setMinimumSize(1, 1);
        m_view->layout()->setSizeConstraint(QLayout::SetNoConstraint);
        m_view->setMinimumSize(1, 1);
        for (const MapTool tool : kMapTools) {
            canvas().setTool(tool);
            m_view->resize(640, 480);
            QTest::mousePress(viewport(), Qt::LeftButton, {}, pixel({1, 1}));
            QTest::mouseMove(viewport(), pixel({3, 3}));
            m_view->resize(1, 1);
            QTest::mouseMove(viewport(), QPoint(0, 0));
            QTest::mouseRelease(viewport(), Qt::LeftButton, {}, QPoint(0, 0));
            QTest::mouseClick(viewport(), Qt::LeftButton, {}, QPoint(0, 0));
            QTest::keyClick(&canvas(), Qt::Key_H);
        }
    }

private:
    ScatterCanvas& canvas() { return m_view->canvas(); }
    QWidget* viewport() { return canvas().viewport(); }
    QPoint pixel(QPointF value) { return canvas().transform().toPixel(value).toPoint(); }
    RowList selected() const { return m_state->selection().rows().members(); }
    MapToolBar& toolBar() { return *m_view->findChild<MapToolBar*>(); }
    QToolButton& button(MapTool tool) { return *toolBar().findChildren<QToolButton*>()[qsizetype(tool)]; }

    void click(QPointF value, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mouseClick(viewport(), Qt::LeftButton, modifiers, pixel(value));
    }

    /// As a mouse sends it: the first click counts as one before the second tells.
    void doubleClick(QPointF value) {
        click(value);
        QTest::mouseDClick(viewport(), Qt::LeftButton, {}, pixel(value));
        QTest::mouseRelease(viewport(), Qt::LeftButton, {}, pixel(value));
    }

    void drag(QPointF from, QPointF to, Qt::KeyboardModifiers modifiers = {}) {
        draw({from, (from + to) / 2, to}, modifiers);
    }

    void draw(const QList<QPointF>& corners, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mousePress(viewport(), Qt::LeftButton, modifiers, pixel(corners.first()));
        for (const QPointF corner : corners)
            QTest::mouseMove(viewport(), pixel(corner));
        QTest::mouseRelease(viewport(), Qt::LeftButton, modifiers, pixel(corners.last()));
    }

    /// QTest::mouseMove() knows no keys.
    void hover(QPointF value, Qt::KeyboardModifiers modifiers) {
        const QPointF place = pixel(value);
        QMouseEvent move(QEvent::MouseMove, place, viewport()->mapToGlobal(place), Qt::NoButton, Qt::NoButton,
                         modifiers);
        QCoreApplication::sendEvent(viewport(), &move);
    }

    void wheel(QPointF value, int angle, Qt::KeyboardModifiers modifiers) {
        const QPointF place = pixel(value);
        QWheelEvent event(place, viewport()->mapToGlobal(place), {}, {0, angle}, Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(viewport(), &event);
    }

    QUndoStack m_stack;
    std::unique_ptr<ViewState> m_state;
    std::unique_ptr<LatentScatterView> m_view;
};

QTEST_MAIN(MapToolsTest)
#include "map_tools_test.moc"
